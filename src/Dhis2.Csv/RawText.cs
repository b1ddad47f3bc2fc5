namespace Dhis2.Csv;

/// <summary>Answers about a record as it stands in the text that the parser keeps to itself.</summary>
internal static class RawText
{
    private const char Quote = '"';

    /// <summary>How many line breaks the record holds before the one that ends it.</summary>
    public static int InnerLineBreaks(string record, char delimiter)
    {
        var breaks = 0;
        var end = EndsInQuotes(record, delimiter) ? record.Length : record.TrimEnd('\r', '\n').Length;
        for (var i = 0; i < end; i++)
        {
            if (record[i] == '\r' || (record[i] == '\n' && (i == 0 || record[i - 1] != '\r')))
            {
                breaks++;
            }
        }

        return breaks;
    }

    /// <summary>Whether the record breaks off inside a quoted field.</summary>
    public static bool EndsInQuotes(string record, char delimiter)
    {
        var inQuotes = false;
        var atFieldStart = true;
        for (var i = 0; i < record.Length; i++)
        {
            var c = record[i];
            if (!inQuotes)
            {
                inQuotes = c == Quote && atFieldStart;
            }
            else if (c == Quote)
            {
                var isDoubled = i + 1 < record.Length && record[i + 1] == Quote;
                i += isDoubled ? 1 : 0;
                inQuotes = isDoubled;
            }

            atFieldStart = c == delimiter;
        }

        return inQuotes;
    }
}
