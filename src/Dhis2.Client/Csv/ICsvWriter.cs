namespace Dhis2.Client.Csv;

/// <summary>
/// Writes records: CRLF behind each, quotes only where a field needs them. Not thread-safe.
/// Text is buffered: call <see cref="FlushAsync"/> at the end. Disposing hands over what is left without awaiting.
/// </summary>
public interface ICsvWriter : IDisposable
{
    /// <summary>Writes one record.</summary>
    /// <param name="fields">The fields; null is written as an empty field.</param>
    /// <param name="cancellationToken">Ends a wait for the stream.</param>
    /// <exception cref="CsvFormatException">A field holds a character that the encoding has no bytes for; nothing of the record is written.</exception>
    Task WriteRecordAsync(IReadOnlyList<string?> fields, CancellationToken cancellationToken);

    /// <summary>Hands everything written so far to the stream, and flushes the stream.</summary>
    /// <param name="cancellationToken">Ends a wait for the stream.</param>
    Task FlushAsync(CancellationToken cancellationToken);
}
