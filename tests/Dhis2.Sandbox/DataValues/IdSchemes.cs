using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dhis2.Sandbox.DataValues;

/// <summary>By which property each kind of object is named in a request or an answer.</summary>
internal sealed partial class IdSchemes
{
    public const string Uid = "UID";

    private static readonly string[] s_fields =
        ["idScheme", "dataElementIdScheme", "orgUnitIdScheme", "dataSetIdScheme", "categoryOptionComboIdScheme", "categoryOptionIdScheme", "categoryIdScheme"];

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>For what has no scheme of its own here, such as categories and their options.</summary>
    public string All => _given.GetValueOrDefault("idScheme") ?? Uid;

    public string DataElement => Of("dataElementIdScheme");

    public string OrgUnit => Of("orgUnitIdScheme");

    public string DataSet => Of("dataSetIdScheme");

    public string OptionCombo => Of("categoryOptionComboIdScheme");

    /// <summary>The fields that were given, in the server's order, with the scheme's name.</summary>
    public IEnumerable<(string Field, string Scheme)> Given => s_fields.Where(_given.ContainsKey).Select(name => (name, _given[name]));

    /// <summary>Takes the schemes that a query or a body names. The first that is none is given back.</summary>
    public string? Read(Func<string, string?> field)
    {
        foreach (var name in s_fields)
        {
            if (field(name) is not { Length: > 0 } scheme)
                continue;
            if (!IsScheme(scheme))
                return scheme;
            _given[name] = scheme.Contains(':') ? "ATTRIBUTE:" + scheme[(scheme.IndexOf(':') + 1)..] : scheme.ToUpperInvariant();
        }
        return null;
    }

    public static bool IsScheme(string? text) => text is not null && Known().IsMatch(text);

    /// <summary>An object's id under a scheme, or null where it has none.</summary>
    public static string? IdOf(JsonObject item, string scheme) => scheme switch
    {
        Uid => (string?)item["id"],
        "CODE" => (string?)item["code"],
        "NAME" => (string?)item["name"],
        _ => AttributeOf(item, scheme["ATTRIBUTE:".Length..]),
    };

    private static string? AttributeOf(JsonObject item, string attribute) =>
        (item["attributeValues"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(value => (string?)value["attribute"]?["id"] == attribute).Select(value => (string?)value["value"]).FirstOrDefault();

    private string Of(string field) => _given.GetValueOrDefault(field) ?? _given.GetValueOrDefault("idScheme") ?? Uid;

    [GeneratedRegex("^(uid|code|name|uuid|id|attribute:[A-Za-z0-9]{11})$", RegexOptions.IgnoreCase)]
    private static partial Regex Known();
}
