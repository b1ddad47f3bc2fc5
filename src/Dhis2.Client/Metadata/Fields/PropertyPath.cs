using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Fields;

/// <summary>The way to a property of an object, or of the objects that it holds: <c>parent.name</c>, <c>dataSetElements.dataSet.id</c>.</summary>
/// <param name="text">As filters name it.</param>
internal sealed class PropertyPath(string text)
{
    private readonly string[] _names = text.Split('.');

    /// <summary>The fields that have to be read for it: <c>parent[name]</c>.</summary>
    public string Fields => string.Join("[", _names) + new string(']', _names.Length - 1);

    /// <summary>Whether it is a property of the object itself.</summary>
    public bool IsOwn => _names.Length == 1;

    /// <summary>The values that an object has there: one, or, behind a property that holds several objects, that of each.</summary>
    public IEnumerable<string?> Values(JsonElement item)
    {
        IEnumerable<JsonElement> items = [item];
        for (var i = 0; i < _names.Length - 1; i++)
        {
            var name = _names[i];
            items = items.SelectMany(one => one.Child(name) is { } inner ? [inner] : one.Items(name));
        }
        return items.Select(one => one.Text(_names[_names.Length - 1]));
    }

    /// <inheritdoc/>
    public override string ToString() => text;
}
