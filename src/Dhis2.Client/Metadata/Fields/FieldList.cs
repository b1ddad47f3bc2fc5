using System.Text;

namespace Dhis2.Client.Metadata.Fields;

/// <summary>
/// What the <c>fields</c> of a query ask for where they say so name by name: <c>id,name,parent[id]</c>. Presets, wildcards and transformations ask for what only the server knows.
/// </summary>
public sealed class FieldList
{
    // All of these presets include id, code and name; the first two include everything.
    private static readonly string[] s_presets = ["*", ":all", ":owner", ":simple", ":identifiable", ":nameable", ":persisted"];

    private static readonly string[] s_identifiers = ["id", "code", "name"];

    private FieldList(List<string> names, List<FieldList?> parts)
    {
        Names = names;
        Parts = parts;
    }

    /// <summary>The names in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What is asked of each of them in turn; null where that is not said name by name.</summary>
    public IReadOnlyList<FieldList?> Parts { get; }

    /// <summary>Reads a list; null when it names not each of its properties.</summary>
    public static FieldList? Parse(string? fields)
    {
        if (fields is null)
            return null;
        var names = new List<string>();
        var parts = new List<FieldList?>();
        foreach (var field in Split(fields))
        {
            var bracket = field.IndexOf('[');
            var name = bracket < 0 ? field : field.Substring(0, bracket);
            if (!IsName(name) || (bracket >= 0 && field[field.Length - 1] != ']') || names.Contains(name, StringComparer.OrdinalIgnoreCase))
                return null;
            names.Add(name);
            parts.Add(bracket < 0 ? null : Parse(field.Substring(bracket + 1, field.Length - bracket - 2)));
        }
        return new FieldList(names, parts);
    }

    /// <summary>
    /// The same fields and <paramref name="name"/> among them. The id is put in front, anything else at the end, and a <c>!name</c> that would take it
    /// away is left out. Null, the server's own choice, holds id and name, and stays null.
    /// </summary>
    public static string? With(string name, string? fields)
    {
        if (fields is null)
            return null;
        var all = Split(fields).Where(f => f != "!" + name).ToList();
        var presets = s_presets.Take(Array.IndexOf(s_identifiers, name) < 0 ? 2 : s_presets.Length);
        if (!all.Exists(f => f == name || presets.Contains(f)))
            all.Insert(name == "id" ? 0 : all.Count, name);
        return string.Join(",", all);
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_');

    // Splits at commas outside brackets.
    private static IEnumerable<string> Split(string fields)
    {
        var depth = 0;
        var field = new StringBuilder();
        foreach (var c in fields)
        {
            depth += c switch { '[' or '(' => 1, ']' or ')' => -1, _ => 0 };
            if (c == ',' && depth == 0)
            {
                yield return field.ToString().Trim();
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }
        yield return field.ToString().Trim();
    }
}
