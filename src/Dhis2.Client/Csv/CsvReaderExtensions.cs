namespace Dhis2.Client.Csv;

/// <summary>Finds columns by name.</summary>
public static class CsvReaderExtensions
{
    /// <summary>The position of the first column that bears one of these names, in whatever case; -1 where none does.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="names">The names to try, the best first.</param>
    public static int FindColumn(this ICsvReader reader, params string[] names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < reader.Header.Count; i++)
            {
                if (string.Equals(reader.Header[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        return -1;
    }
}
