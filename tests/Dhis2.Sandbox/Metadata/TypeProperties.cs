using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>What filters and orders need to know of a type's properties; gathered from its objects.</summary>
internal sealed class TypeProperties
{
    private static readonly Dictionary<string, string[]> s_enums = new(StringComparer.Ordinal)
    {
        ["valueType"] =
        [
            "TEXT", "LONG_TEXT", "MULTI_TEXT", "LETTER", "PHONE_NUMBER", "EMAIL", "BOOLEAN", "TRUE_ONLY", "DATE", "DATETIME", "TIME",
            "NUMBER", "UNIT_INTERVAL", "PERCENTAGE", "INTEGER", "INTEGER_POSITIVE", "INTEGER_NEGATIVE", "INTEGER_ZERO_OR_POSITIVE",
            "TRACKER_ASSOCIATE", "USERNAME", "COORDINATE", "ORGANISATION_UNIT", "REFERENCE", "AGE", "URL", "FILE_RESOURCE", "IMAGE", "GEOJSON",
        ],
        ["domainType"] = ["AGGREGATE", "TRACKER"],
    };

    // Properties an object may have, though none here has.
    private static readonly string[] s_optional =
    [
        "code", "description", "optionSet", "commentOptionSet", "url", "formName", "style", "closedDate", "parent", "geometry", "comment",
        "identifiable", "query",
    ];

    private readonly HashSet<string> _known;
    private readonly HashSet<string> _collections = new(StringComparer.Ordinal);
    private readonly MetadataView _view;

    public TypeProperties(string type, MetadataView view)
    {
        _view = view;
        _known = new HashSet<string>(s_optional, StringComparer.Ordinal);
        foreach (var item in view.Index.Of(type).Take(50))
        {
            foreach (var name in item.Properties(view))
            {
                if (_known.Add(name) && item.Get(name, view) is JsonArray)
                    _collections.Add(name);
            }
        }
    }

    /// <summary>The path's first step is a property or an attribute's uid; the rest is found out on the way.</summary>
    public bool IsKnown(string path)
    {
        if (path == "attributeValues.value" && _view.Dialect >= Dialect.V42)
            return false;
        var first = path.Split('.')[0];
        return _known.Contains(first) || (first.Length == 11 && char.IsAsciiLetter(first[0]) && first.All(char.IsAsciiLetterOrDigit));
    }

    public bool IsCollection(string path) => _collections.Contains(path);

    public bool IsStored(string property) => _known.Contains(property);

    public static bool IsDate(string path) => path is "created" or "lastUpdated" or "openingDate" or "closedDate";

    public static IReadOnlyList<string>? EnumOf(string path) => s_enums.GetValueOrDefault(path);
}
