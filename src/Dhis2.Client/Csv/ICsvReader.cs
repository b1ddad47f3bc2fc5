namespace Dhis2.Client.Csv;

/// <summary>Reads records one by one, in memory bounded by the longest record. Not thread-safe.</summary>
public interface ICsvReader : IDisposable
{
    /// <summary>The column names as written, or none where the text has no header or is empty.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>
    /// How many fields the current record has: as many as the header, or as the first record without one. Columns at the end of the header that have no name
    /// may be missing. Any number where <see cref="CsvReadOptions.ChecksFieldCount"/> is off.
    /// </summary>
    int FieldCount { get; }

    /// <summary>The physical line, from 1, on which the current record starts: blank lines and quoted line breaks count.</summary>
    long LineNumber { get; }

    /// <summary>A field of the current record, unquoted; never null. A string is made only for a field that is asked for.</summary>
    /// <param name="field">The position, from 0.</param>
    string this[int field] { get; }

    /// <summary>Moves to the next record; blank lines are passed over. False at the end.</summary>
    /// <param name="cancellationToken">Ends a wait for the stream.</param>
    /// <exception cref="CsvFormatException">
    /// The text breaks the format. The next call goes on behind the bad record; after <see cref="CsvFault.FieldTooLong"/> behind the line that it starts on, where
    /// the end of the record was not reached. What the source itself throws is thrown again by each call.
    /// </exception>
    Task<bool> ReadAsync(CancellationToken cancellationToken);
}
