using System.Text;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Reads data values from CSV: by position and as CSV is meant up to 2.42, by name and with faults of its own on 2.43.</summary>
internal static class CsvPayload
{
    private static readonly string[] s_known =
        ["dataelement", "period", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "value", "storedby", "comment", "followup", "deleted"];

    public static DataValueSet Read(byte[] body, bool hasHeader, Dialect dialect)
    {
        var text = Encoding.UTF8.GetString(body);
        var set = new DataValueSet();
        set.Rows.AddRange(dialect >= Dialect.V43 ? ByName(text, hasHeader) : ByPosition(text, hasHeader));
        return set;
    }

    private static IEnumerable<DataValueRow> ByPosition(string text, bool hasHeader)
    {
        foreach (var fields in Records(text.TrimStart('\uFEFF')).Skip(hasHeader ? 1 : 0))
        {
            string? Field(int place) => place < fields.Count && fields[place].Length > 0 ? fields[place] : null;
            yield return new DataValueRow
            {
                Element = Field(0),
                Period = Field(1),
                OrgUnit = Field(2),
                OptionCombo = Field(3),
                AttributeCombo = Field(4),
                Value = Field(5),
                StoredBy = Field(6),
                Comment = Field(8),
                FollowUp = Field(9) == "true",
                Deleted = Field(10) == "true",
            };
        }
    }

    // A line is a row, whatever the quotes say; a blank one, or one that ends in a carriage return, is the last.
    private static IEnumerable<DataValueRow> ByName(string text, bool hasHeader)
    {
        if (!hasHeader)
            throw new UnreadableBodyException(500, "CSV without header row is no longer supported.");
        var lines = text.Split('\n');
        if (lines[0].Length == 0)
            throw new UnreadableBodyException(400, "No header line provided.");
        var names = lines[0].TrimEnd('\r').Split(',');
        foreach (var line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            yield return Named(names, Fields(line.TrimEnd('\r')));
            if (line.EndsWith('\r'))
                yield break;
        }
    }

    // Columns of no name that is known are taken for categories.
    private static DataValueRow Named(string[] names, List<string> fields)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var categories = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var place = 0; place < names.Length; place++)
        {
            var value = place < fields.Count && fields[place].Length > 0 ? fields[place] : null;
            var known = s_known.Contains(names[place].ToLowerInvariant());
            (known ? values : categories)[known ? names[place].ToLowerInvariant() : names[place]] = value;
        }
        string? Field(string name) => values.GetValueOrDefault(name);
        return new DataValueRow
        {
            Element = Field("dataelement"),
            Period = Field("period"),
            OrgUnit = Field("orgunit"),
            OptionCombo = Field("categoryoptioncombo"),
            AttributeCombo = Field("attributeoptioncombo"),
            Value = Field("value"),
            Comment = Field("comment"),
            FollowUp = Field("followup") == "true" ? true : null,
            Deleted = Field("deleted") == "true" ? true : null,
            Categories = categories.Count > 0 ? categories : null,
        };
    }

    // A quoted field ends at the first quote inside; what stands between it and the comma is lost.
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            var isQuoted = at < line.Length && line[at] == '"';
            var quote = isQuoted ? line.IndexOf('"', at + 1) : -1;
            var comma = line.IndexOf(',', quote < 0 ? at : quote);
            var end = comma < 0 ? line.Length : comma;
            fields.Add(quote < 0 ? line[at..end] : line[(at + 1)..quote]);
            at = end + 1;
        }
        return fields;
    }

    private static IEnumerable<List<string>> Records(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '"' && isQuoted && at + 1 < text.Length && text[at + 1] == '"')
                field.Append(text[++at]);
            else if (letter == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || letter is not (',' or '\r' or '\n'))
                field.Append(letter);
            else
                Close(fields, field);
            if (!isQuoted && letter is ('\r' or '\n'))
            {
                // The two ends of a line make a blank one between them, which is passed over like any other.
                if (fields is not [""])
                    yield return fields;
                fields = [];
            }
        }
        if (fields.Count > 0 || field.Length > 0)
        {
            Close(fields, field);
            yield return fields;
        }
    }

    private static void Close(List<string> fields, StringBuilder field)
    {
        fields.Add(field.ToString());
        field.Clear();
    }
}
