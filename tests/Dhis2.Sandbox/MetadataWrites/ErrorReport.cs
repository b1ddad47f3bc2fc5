using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>One error of a report.</summary>
internal static class ErrorReport
{
    /// <param name="klass">Full name of the class that is at fault.</param>
    /// <param name="values">What the message is filled with.</param>
    public static JsonObject Make(Dialect dialect, string code, string message, string klass, JsonArray values,
        string? property = null, string? errorKlass = null, string? mainId = null)
    {
        var error = new JsonObject { ["message"] = message };
        if (dialect >= Dialect.V41)
            error["args"] = new JsonArray([.. values.Select(v => v?.ToString()).Select(text => (JsonNode?)text)]);
        error["mainKlass"] = klass;
        error["errorCode"] = code;
        if (mainId is not null)
            error["mainId"] = mainId;
        if (errorKlass is not null)
            error["errorKlass"] = errorKlass;
        if (property is not null)
            error["errorProperty"] = property;
        error["errorProperties"] = values;
        return error;
    }

    /// <summary>The uid is taken.</summary>
    public static JsonObject Taken(Dialect dialect, string type, JsonObject stored)
    {
        var uid = (string)stored["id"]!;
        var what = Describe(type, stored, uid);
        var setting = dialect >= Dialect.V43 ? "import strategy" : "import mode";
        return Make(dialect, "E5000", $"Found matching object for reference, but {setting} is CREATE. Identifier was UID, and object was {what}.",
            TypeNames.FullKlass(type), new JsonArray("UID", what), mainId: uid);
    }

    /// <summary>An object as messages have it: MW_A [T6OsYykCuOG] (DataElement).</summary>
    public static string Describe(string type, JsonObject json, string? id) =>
        $"{json["name"]?.ToString() ?? (type == "users" ? $"{json["firstName"]} {json["surname"]}" : null)} [{id ?? "null"}] ({TypeNames.Klass(type)})".TrimStart();
}
