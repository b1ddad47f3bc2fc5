namespace Dhis2.Client.Metadata.Fields;

/// <summary>One of the fields that a query asks for, as it is written: <c>name~rename(label)</c>, <c>!code</c>, <c>:owner</c>, <c>parent[id,name]</c>.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Name">The property or the preset.</param>
internal sealed record FieldItem(string Text, string Name)
{
    private static readonly string[] s_presets = ["*", ":all", ":owner", ":simple", ":identifiable", ":nameable", ":persisted"];

    /// <summary>Whether it stands for several properties.</summary>
    public bool IsPreset => Name == "*" || Name.StartsWith(':');

    /// <summary>What is asked of the object or objects that it holds.</summary>
    public IReadOnlyList<FieldItem> Parts { get; init; } = [];

    /// <summary>What the server makes of the value: <c>size</c>, <c>rename(label)</c>.</summary>
    public IReadOnlyList<string> Transformations { get; init; } = [];

    /// <summary>Reads a list of fields.</summary>
    /// <exception cref="Dhis2InputException">Brackets are not closed or not opened, a name is none, or a preset is unknown.</exception>
    public static IReadOnlyList<FieldItem> Parse(string fields)
    {
        var items = new List<FieldItem>();
        foreach (var text in Split(fields))
            items.Add(Read(text, fields));
        return items;
    }

    private static FieldItem Read(string text, string fields)
    {
        var open = text.IndexOf('[');
        var close = text.LastIndexOf(']');
        var inner = open < 0 ? null : text.Substring(open + 1, close - open - 1);
        var outer = open < 0 ? text : text.Remove(open, close - open + 1);
        // A preset begins with a colon, and two are one way to write a transformation.
        var parts = (outer.StartsWith(':') ? [outer] : outer.Replace("::", "~").Split('~', '|')).Select(part => part.Trim()).ToList();
        var name = parts[0].TrimStart('!');
        if (name.StartsWith(':') || name == "*")
        {
            if (Array.IndexOf(s_presets, name) < 0)
                throw new Dhis2InputException($"'{name}' is no preset of fields.", $"Use {string.Join(", ", s_presets)}.") { Item = text };
        }
        else if (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
        {
            throw Wrong(fields, $"'{text}' is no field");
        }
        return new FieldItem(text, name) { Parts = inner is null ? [] : Parse(inner), Transformations = [.. parts.Skip(1)] };
    }

    // Splits at commas outside brackets.
    private static IEnumerable<string> Split(string fields)
    {
        var open = new Stack<char>();
        var start = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is '[' or '(')
                open.Push(fields[i] == '[' ? ']' : ')');
            else if (fields[i] is ']' or ')' && (open.Count == 0 || open.Pop() != fields[i]))
                throw Wrong(fields, $"'{fields[i]}' closes nothing");
            else if (fields[i] == ',' && open.Count == 0)
            {
                yield return fields.Substring(start, i - start).Trim();
                start = i + 1;
            }
        }
        if (open.Count > 0)
            throw Wrong(fields, $"a '{open.Peek()}' is missing");
        yield return fields.Substring(start).Trim();
    }

    private static Dhis2InputException Wrong(string fields, string what) =>
        new($"The fields '{fields}' cannot be read: {what}.", "Write them like id,name,parent[id,name],organisationUnits~size.") { Item = fields };
}
