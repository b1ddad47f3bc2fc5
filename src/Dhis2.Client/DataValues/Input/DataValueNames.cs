namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Tells the columns by the names that a header, a row or an object has, and refuses what would be lost: a name that is none, and a second name for one property.
/// Made once, for rows of any number. Not thread-safe.
/// </summary>
public sealed class DataValueNames
{
    // Cached: every row has the same few names.
    private readonly Dictionary<string, DataValueColumn> _met = new(StringComparer.Ordinal);
    private readonly List<(DataValueColumn Column, string Name)> _row = [];

    /// <summary>Forgets the names of the row before.</summary>
    public void BeginRow() => _row.Clear();

    /// <summary>The column of a name.</summary>
    /// <param name="name">The name as it is written.</param>
    /// <param name="column">The column; null where the name is refused.</param>
    /// <returns>Why the name is refused, in a sentence; null when it is not.</returns>
    public string? Find(string name, out DataValueColumn? column)
    {
        if (!_met.TryGetValue(name, out column) && (column = DataValueColumns.Find(name)) is not null)
            _met.Add(name, column);
        if (column is null)
            return $"A data value has no {ShownText.Quoted(name)}. It has: {DataValueColumns.Known}.";
        foreach (var (earlier, earlierName) in _row)
        {
            if (earlier != column)
                continue;
            var both = name == earlierName ? $"{ShownText.Quoted(name)} is there twice." : $"{ShownText.Quoted(earlierName)} and {ShownText.Quoted(name)} are one property, {column.Name}.";
            column = null;
            return both;
        }
        _row.Add((column, name));
        return null;
    }
}
