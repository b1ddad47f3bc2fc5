using Dhis2.Client.Csv;

namespace Dhis2.Csv;

/// <summary>CSV by way of CsvHelper.</summary>
public sealed class CsvFormat : ICsvFormat
{
    /// <inheritdoc/>
    public async Task<ICsvReader> OpenReaderAsync(Stream source, CsvReadOptions options, CancellationToken cancellationToken) =>
        await CsvRecordReader.OpenAsync(source, options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ICsvWriter CreateWriter(Stream target, CsvWriteOptions options) => new CsvRecordWriter(target, options);
}
