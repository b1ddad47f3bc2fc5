using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>How completions are registered: many in one request, which may be sent again without harm.</summary>
internal sealed class CompletionProtocol : IImportProtocol<CompletionRow>
{
    private readonly Dhis2Caller _caller;
    private readonly Ledger<CompletionRow> _ledger;
    private readonly CompletionStore _store;

    // Hashes of what was sent: two rows of one hash are taken for two of one registration, which costs a pause and nothing more.
    private readonly HashSet<int> _sent = [];

    public CompletionProtocol(Dhis2Caller caller, Ledger<CompletionRow> ledger)
    {
        _caller = caller;
        _ledger = ledger;
        _store = new CompletionStore(caller, DefaultComboAsync);
    }

    public bool IsTrial => false;

    public bool CanReadBack => true;

    public bool VerifiesAll => false;

    public bool KeepsWhole => false;

    /// <summary>One batch of the rows, without those that a later one for the same registration overrides: the server would keep the first of them.</summary>
    public async Task<IReadOnlyList<Batch<CompletionRow>>> PrepareAsync(IReadOnlyList<LedgerEntry<CompletionRow>> rows, CancellationToken cancellationToken)
    {
        var combo = await DefaultComboAsync(cancellationToken).ConfigureAwait(false);
        var last = new Dictionary<CompletionKey, LedgerEntry<CompletionRow>>();
        foreach (var row in rows)
        {
            var key = row.Row.Key(combo);
            if (last.TryGetValue(key, out var earlier))
                _ledger.Settle(earlier, ImportOutcome.Skipped, $"A later row (row {row.Row.Number}) is for the same data set, period and org unit, and counts instead.");
            last[key] = row;
        }
        var left = new HashSet<LedgerEntry<CompletionRow>>(last.Values);
        var repeats = false;
        foreach (var key in last.Keys)
            repeats |= !_sent.Add(key.GetHashCode());
        return left.Count == 0 ? [] : [new Batch<CompletionRow>([.. rows.Where(left.Contains)], null) { RepeatsEarlier = repeats }];
    }

    public Dhis2Request Request(Batch<CompletionRow> batch, bool runAsTask, Action leaving) => new(DataSetCompletionJson.List, HttpMethod.Post)
    {
        Body = DataSetCompletionJson.Body(batch.Rows.Select(entry => entry.Row.Value), leaving),
        // What these say about the rows is in their bodies.
        AcceptsStatus = status => status is 409 or 500,
        // Only whoever keeps the account of the rows may send them again.
        TriesOnce = true,
    };

    public async Task<Verdict> JudgeAsync(Batch<CompletionRow> batch, int status, byte[] body, CancellationToken cancellationToken)
    {
        var rows = new RowsOf<CompletionRow>(batch.Rows);
        var answer = CompletionAnswer.Read(status, body);
        var verdict = CompletionJudge.Judge(rows, answer);
        if (verdict.Kind != VerdictKind.ReadBack || verdict.Counted is null || answer.Summary.Ignored == 0)
            return verdict;
        try
        {
            return CompletionJudge.Judge(rows, answer, await _store.FindAsync(rows, cancellationToken).ConfigureAwait(false)) ?? verdict;
        }
        catch (Dhis2Exception)
        {
            // The engine tries to read the store itself, and tells what it cannot.
            return verdict;
        }
    }

    public Task<IReadOnlyList<Finding>> ReadBackAsync(IReadOnlyList<CompletionRow> rows, CancellationToken cancellationToken) => _store.FindAsync(rows, cancellationToken);

    public bool IsOfOthers(string? code) => false;

    public string? PlaceOf(CompletionRow row) => null;

    public bool IsOfContent(string? code) => false;

    public ImportOutcome Done(CompletionRow row) => ImportOutcome.Updated;

    /// <summary>Two halves, with the rows of an org unit together: faults are mostly an org unit's.</summary>
    public (Batch<CompletionRow> First, Batch<CompletionRow> Second) Split(Batch<CompletionRow> batch)
    {
        var sorted = batch.Rows.OrderBy(entry => entry.Row.Value.OrgUnit, StringComparer.Ordinal).ToList();
        var half = sorted.Count / 2;
        return (batch with { Rows = sorted.GetRange(0, half) }, batch with { Rows = sorted.GetRange(half, sorted.Count - half) });
    }

    // Remembered by the session.
    private Task<string?> DefaultComboAsync(CancellationToken cancellationToken) => DefaultCombo.OfAsync(_caller, new IdSchemes(), cancellationToken);
}
