using System.Text.Json;
using Dhis2.Client.Errors;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The property of a metadata object that an id scheme stands for.</summary>
internal sealed class IdProperty
{
    private readonly string? _attribute;

    private IdProperty(string name, string? attribute)
    {
        Name = name;
        _attribute = attribute;
    }

    /// <summary><c>id</c>, <c>code</c>, <c>name</c> or <c>attributeValues</c>.</summary>
    public string Name { get; }

    /// <summary>What to ask the server for.</summary>
    public string Fields => _attribute is null ? Name : "attributeValues[value,attribute[id]]";

    /// <summary>Whether objects can be found by it with a filter.</summary>
    public bool CanFilter => _attribute is null;

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
        if (_attribute is null)
            return ServerMessageReader.Text(item, Name);
        return JsonLists.Items(item, Name)
            .Where(value => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("attribute", out var attribute) && ServerMessageReader.Text(attribute, "id") == _attribute)
            .Select(value => ServerMessageReader.Text(value, "value")).FirstOrDefault();
    }
}

/// <summary>Lists in small answers.</summary>
internal static class JsonLists
{
    /// <summary>The items of a list; none where there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray()
            : Enumerable.Empty<JsonElement>();
}
