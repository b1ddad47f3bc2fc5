namespace Dhis2.Sandbox.SqlViews;

/// <summary>Takes a list apart at its commas, but not at those inside quotes and brackets.</summary>
internal static class SelectList
{
    public static List<string> Split(string text)
    {
        var items = new List<string>();
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '\'';
            if (quoted)
                continue;
            depth += text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0)
                continue;
            items.Add(text[start..i].Trim());
            start = i + 1;
        }
        items.Add(text[start..].Trim());
        return items;
    }
}
