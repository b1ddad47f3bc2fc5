using Dhis2.Client.DataValues.Csv;

namespace Dhis2.Csv;

/// <summary>CSV by way of CsvHelper.</summary>
public sealed class CsvFormat : ICsvFormat
{
    /// <inheritdoc/>
    public async Task<ICsvReader> OpenReaderAsync(Stream source, CsvReadOptions options, CancellationToken cancellationToken)
    {
        var text = await StrictTextReader.OpenAsync(source, options.Encoding, cancellationToken).ConfigureAwait(false);
        var reader = new CsvRecordReader(text, options);
        try
        {
            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ICsvWriter CreateWriter(Stream target, CsvWriteOptions options) => new CsvRecordWriter(target, options);
}
