namespace Dhis2.Client.Csv;

/// <summary>
/// Reads and writes comma-separated text (RFC 4180). The one door to the CSV library: its implementation may live in a
/// load context of its own, so nothing but the types of this namespace and of the runtime crosses it.
/// </summary>
public interface ICsvFormat
{
    /// <summary>Opens a reader at the first record, the header already read where there is one.</summary>
    /// <param name="source">The bytes to read, from where it stands. It stays open: its owner closes it.</param>
    /// <param name="options">The dialect of the text.</param>
    /// <param name="cancellationToken">Ends the reading of the header.</param>
    /// <exception cref="CsvFormatException">The header is not readable.</exception>
    Task<ICsvReader> OpenReaderAsync(Stream source, CsvReadOptions options, CancellationToken cancellationToken);

    /// <summary>Makes a writer onto a stream, which stays open: its owner closes it.</summary>
    /// <param name="target">Where the bytes go.</param>
    /// <param name="options">The dialect of the text.</param>
    ICsvWriter CreateWriter(Stream target, CsvWriteOptions options);
}
