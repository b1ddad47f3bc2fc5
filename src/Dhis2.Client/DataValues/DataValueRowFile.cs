using System.Globalization;
using System.IO.Compression;
using Dhis2.Client.Csv;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.DataValues;

/// <summary>A file of data values that is written here row by row, as every import takes it: JSON or CSV, packed with gzip or not, there whole or as it was before.</summary>
/// <param name="caller">Hears of the progress.</param>
/// <param name="file">What the file is.</param>
/// <param name="path">Where it goes.</param>
/// <param name="csv">Makes what writes CSV.</param>
internal sealed class DataValueRowFile(Dhis2Caller caller, DataValueExportFile file, string path, Func<ICsvFormat> csv)
{
    /// <summary>Whether rows can be written in a format.</summary>
    public static bool CanBe(DataValueExportFormat format) => format is DataValueExportFormat.Json or DataValueExportFormat.Csv;

    /// <summary>The file as its reader knows it.</summary>
    public required string Name { get; init; }

    /// <summary>Writes the file.</summary>
    /// <param name="query">What the rows are of.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows there are in it.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public async Task<long> WriteAsync(DataValueQuery query, IAsyncEnumerable<IReadOnlyList<DataValue>> rows, CancellationToken cancellationToken)
    {
        var written = 0L;
        await AtomicFile.WriteAsync(path, async output => written = await PackAsync(query, rows, output, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return written;
    }

    private async Task<long> PackAsync(DataValueQuery query, IAsyncEnumerable<IReadOnlyList<DataValue>> rows, Stream output, CancellationToken cancellationToken)
    {
        if (!file.IsPacked)
            return await WriteAsync(query, rows, output, cancellationToken).ConfigureAwait(false);
        using var packed = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        return await WriteAsync(query, rows, packed, cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> WriteAsync(DataValueQuery query, IAsyncEnumerable<IReadOnlyList<DataValue>> rows, Stream output, CancellationToken cancellationToken)
    {
        using var writer = NewWriter(output, query);
        var written = 0L;
        await foreach (var values in rows.ConfigureAwait(false))
        {
            await writer.WriteAsync(values, cancellationToken).ConfigureAwait(false);
            written += values.Count;
            caller.Events?.OnProgress(new ProgressTrace($"Writing {Name}", string.Format(CultureInfo.CurrentCulture, "{0:N0} values", written), null));
        }
        await writer.EndAsync(cancellationToken).ConfigureAwait(false);
        return written;
    }

    private DataValueWriter NewWriter(Stream output, DataValueQuery query) => file.Format == DataValueExportFormat.Csv
        ? new CsvDataValueWriter(csv().CreateWriter(output, new CsvWriteOptions()), query)
        : new JsonDataValueWriter(output, query, caller.Session.Dialect.ImportsByGroup ? "followUp" : "followup");
}
