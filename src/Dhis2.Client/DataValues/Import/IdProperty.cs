using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The property of a metadata object that an id scheme stands for.</summary>
internal sealed class IdProperty
{
    private IdProperty(string name, string? attribute)
    {
        Name = name;
        Attribute = attribute;
    }

    /// <summary>The uid of the attribute whose values identify objects; null where a property does.</summary>
    public string? Attribute { get; }

    /// <summary><c>id</c>, <c>code</c>, <c>name</c> or <c>attributeValues</c>.</summary>
    public string Name { get; }

    /// <summary>What to ask the server for.</summary>
    public string Fields => Attribute is null ? Name : "attributeValues[value,attribute[id]]";

    /// <summary>What to ask the server for, and the uid.</summary>
    public string WithId => Name == "id" ? Name : $"id,{Fields}";

    /// <summary>The property of a scheme as <see cref="IdSchemes.Text"/> gives it; no scheme means uids.</summary>
    public static IdProperty Of(string? scheme) => IdSchemes.Text(scheme) switch
    {
        null or "UID" or "ID" => new IdProperty("id", null),
        "CODE" => new IdProperty("code", null),
        "NAME" => new IdProperty("name", null),
        var attribute => new IdProperty("attributeValues", attribute.Substring("ATTRIBUTE:".Length)),
    };

    /// <summary>Its value in an object of the server's; null where it has none.</summary>
    public string? Read(JsonElement item)
    {
        if (Attribute is null)
            return item.Text(Name);
        return item.Items(Name)
            .Where(value => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("attribute", out var attribute) && attribute.Text("id") == Attribute)
            .Select(value => value.Text("value")).FirstOrDefault();
    }
}
