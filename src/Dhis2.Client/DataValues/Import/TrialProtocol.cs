using Dhis2.Client.Http;
using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// For rows that are tried in an import that stores others: what would have gone in is counted as skipped, because the counts of the report tell what is stored.
/// </summary>
internal sealed class TrialProtocol(DataValueProtocol tried) : IImportProtocol<ImportRow>
{
    private readonly object _gate = new();
    private ImportCounts _counts;

    public bool IsTrial => true;

    public bool CanReadBack => tried.CanReadBack;

    public bool VerifiesAll => false;

    public bool KeepsWhole => false;

    /// <summary>What the server would have done with the rows since this was asked last.</summary>
    public ImportCounts TakeTried()
    {
        lock (_gate)
        {
            var counts = _counts;
            _counts = default;
            return counts;
        }
    }

    public async Task<Verdict> JudgeAsync(Batch<ImportRow> batch, int status, byte[] body, CancellationToken cancellationToken)
    {
        var verdict = await tried.JudgeAsync(batch, status, body, cancellationToken).ConfigureAwait(false);
        if (verdict.Counted is not { } counted)
            return verdict;
        lock (_gate)
            _counts += counted;
        return verdict with { Counted = new ImportCounts { Skipped = counted.Total } };
    }

    public Task<IReadOnlyList<Batch<ImportRow>>> PrepareAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken) => tried.PrepareAsync(rows, cancellationToken);

    public Dhis2Request Request(Batch<ImportRow> batch, bool runAsTask, Action leaving) => tried.Request(batch, runAsTask, leaving);

    public Task<IReadOnlyList<Finding>> ReadBackAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken) => tried.ReadBackAsync(rows, cancellationToken);

    public bool IsOfContent(string? code) => tried.IsOfContent(code);

    public bool IsOfOthers(string? code) => tried.IsOfOthers(code);

    public string? PlaceOf(ImportRow row) => tried.PlaceOf(row);

    public ImportOutcome Done(ImportRow row) => ImportOutcome.Skipped;

    public (Batch<ImportRow> First, Batch<ImportRow> Second) Split(Batch<ImportRow> batch) => tried.Split(batch);
}
