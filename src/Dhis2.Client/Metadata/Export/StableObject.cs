using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dhis2.Client.Metadata.Export;

/// <summary>
/// Writes an object so that two exports of it are the same to the byte unless somebody changed it: properties in the order of their names, lists that have no order in
/// that of their ids, and nothing that changes by itself.
/// </summary>
internal static class StableObject
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    // Times of the server, of which an import sets even the first anew, its addresses, what the account may do with the object, and what a login or a run changes.
    private static readonly HashSet<string> s_left = new(StringComparer.Ordinal)
    {
        "created", "lastUpdated", "lastUpdatedBy", "href", "access", "lastLogin", "passwordLastUpdated", "lastExecuted", "lastExecutedStatus", "lastFinished", "lastAlive",
        "lastRuntimeExecution", "nextExecutionTime", "jobStatus", "favorite", "favorites", "subscribed", "interpretations",
    };

    // Lists that servers keep as sets, and give in any order. All others have an order: options of a set, categories of a combo, stages of a program.
    private static readonly HashSet<string> s_sets = new(StringComparer.Ordinal)
    {
        "translations", "attributeValues", "dataSetElements", "authorities", "userRoles", "userGroups", "users", "members", "children", "dataInputPeriods",
        "compulsoryDataElementOperands", "categoryOptionCombos", "dataElementGroups", "indicatorGroups", "programIndicatorGroups", "validationRuleGroups", "organisationUnitGroups",
        "groups", "groupSets", "dataSets", "programs", "sets",
    };

    // Members of these are sets, though the same name is a list with an order elsewhere.
    private static readonly Dictionary<string, HashSet<string>> s_setsOf = new(StringComparer.Ordinal)
    {
        ["dataSets"] = ["organisationUnits", "indicators", "sections"],
        ["programs"] = ["organisationUnits"],
        ["organisationUnitGroups"] = ["organisationUnits"],
        ["dataElementGroups"] = ["dataElements"],
        ["indicatorGroups"] = ["indicators"],
        ["categoryOptions"] = ["organisationUnits", "categories"],
        ["categoryOptionCombos"] = ["categoryOptions"],
        ["users"] = ["organisationUnits", "dataViewOrganisationUnits", "teiSearchOrganisationUnits"],
        ["validationRuleGroups"] = ["validationRules"],
        ["predictorGroups"] = ["predictors"],
    };

    /// <summary>Writes objects of a list as a package, which an import takes.</summary>
    public static byte[] WritePackage(string list, IEnumerable<JsonElement> items)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(list);
            foreach (var item in items)
                Write(writer, list, item, isTop: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return WithLineEnds(stream);
    }

    private static void Write(Utf8JsonWriter writer, string list, JsonElement value, bool isTop)
    {
        if (value.ValueKind == JsonValueKind.Object)
            WriteObject(writer, list, value, isTop);
        else if (value.ValueKind == JsonValueKind.Array)
            WriteArray(writer, list, value.EnumerateArray());
        else
            value.WriteTo(writer);
    }

    private static void WriteObject(Utf8JsonWriter writer, string list, JsonElement value, bool isTop)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject().Where(property => !s_left.Contains(property.Name)).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(property.Name);
            var isSet = s_sets.Contains(property.Name) || (isTop && s_setsOf.TryGetValue(list, out var own) && own.Contains(property.Name));
            if (isSet && property.Value.ValueKind == JsonValueKind.Array)
                WriteArray(writer, list, property.Value.EnumerateArray().OrderBy(KeyOf, StringComparer.Ordinal));
            else
                Write(writer, list, property.Value, isTop: false);
        }
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string list, IEnumerable<JsonElement> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            Write(writer, list, item, isTop: false);
        writer.WriteEndArray();
    }

    // By its id, or else by all that it says.
    private static string KeyOf(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return item.GetRawText();
        if (item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
            return id.GetString()!;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            WriteObject(writer, "", item, isTop: false);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    // The writer ends lines as the system does; a file of version control is the same everywhere.
    private static byte[] WithLineEnds(MemoryStream stream)
    {
        stream.WriteByte((byte)'\n');
        var bytes = stream.ToArray();
        return Environment.NewLine == "\n" ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n"));
    }
}
