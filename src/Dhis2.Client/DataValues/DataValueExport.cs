using Dhis2.Client.Csv;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Brings the data values of a query into a file, which is there whole or as it was before: the server's own file, byte for byte, or rows written here, where
/// that is asked for or the query takes several requests.
/// </summary>
/// <param name="caller">Who asks, and hears of the progress.</param>
/// <param name="query">What to export.</param>
/// <param name="file">What the file is.</param>
/// <param name="path">Where it goes.</param>
public sealed class DataValueExport(Dhis2Caller caller, DataValueQuery query, DataValueExportFile file, string path)
{
    private const int BatchSize = 1000;

    private FileDownload? _download;

    /// <summary>Writes JSON and CSV row by row, as every import takes them back.</summary>
    public bool ForImport { get; init; }

    /// <summary>Goes on where an earlier try broke off.</summary>
    public bool Resume { get; init; }

    /// <summary>The file as its reader knows it.</summary>
    public string? Name { get; init; }

    /// <summary>Makes what writes CSV.</summary>
    public required Func<ICsvFormat> Csv { get; init; }

    /// <summary>Gives the server's time zone, for times that name none.</summary>
    public required Func<CancellationToken, Task<TimeZoneInfo>> Zone { get; init; }

    /// <summary>Told what does not exist of what is asked for. Called on any thread.</summary>
    public required Action<string, Dhis2ApiException> OnRefused { get; init; }

    /// <summary>How much has come; null before anything has.</summary>
    public ProgressTrace? Progress => _download?.Progress;

    private bool CanBeRows => DataValueRowFile.CanBe(file.Format);

    /// <summary>Writes the file.</summary>
    /// <returns>False where something that was asked for does not exist: a file without it would pass for the whole, so none is written.</returns>
    /// <exception cref="Dhis2Exception">The query is not whole or too long, or the server refuses it or breaks off.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (ForImport && !CanBeRows)
            throw new Dhis2InputException($"-ForImport writes rows, and {file.Format} comes as the server writes it.", "Leave it out, or choose JSON or CSV.") { Item = "-ForImport" };
        var isWhole = true;
        var selection = new DataValueSelection(caller, (id, refusal) =>
        {
            isWhole = false;
            OnRefused(id, refusal);
        });
        if (await selection.PrepareAsync(query, withSingle: true, cancellationToken).ConfigureAwait(false) is not { } wanted || !isWhole)
            return false;
        var parts = CanBeRows ? DataValueParts.Of(caller, wanted, file.Request) : [.. UrlLimit.Cut(caller, wanted, file.Request, _ => null)];
        if (parts.Count == 1 && !ForImport)
            await DownloadAsync(parts[0], cancellationToken).ConfigureAwait(false);
        else if (Resume)
            throw new Dhis2InputException("-Resume goes on with a file of the server's own, and here rows of its answers are written.", $"Leave out {(ForImport ? "-ForImport or " : "")}-Resume.") { Item = "-Resume" };
        else
            await WriteAsync(wanted, parts, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task DownloadAsync(DataValueQuery wanted, CancellationToken cancellationToken)
    {
        var request = file.Request(wanted);
        _download = new FileDownload(caller, request, path) { Name = Name ?? path, Resume = Resume, Check = new DataValueExportCheck(file, request.Display).RunAsync };
        return _download.RunAsync(cancellationToken);
    }

    private async Task WriteAsync(DataValueQuery wanted, IReadOnlyList<DataValueQuery> parts, CancellationToken cancellationToken)
    {
        var reader = new OrgUnitValueReader(caller, BatchSize, Zone, (orgUnit, refusal) => throw OfItem(refusal, orgUnit));
        await new DataValueRowFile(caller, file, path, Csv) { Name = Name ?? path }
            .WriteAsync(wanted, reader.ReadAsync(parts, wanted.Limit, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static Dhis2ApiException OfItem(Dhis2ApiException refusal, string orgUnit) => refusal.Item is not null ? refusal
        : new Dhis2ApiException(refusal.Message, refusal.StatusCode, refusal.Report, refusal.RecommendedAction, refusal) { Request = refusal.Request, Item = orgUnit };
}
