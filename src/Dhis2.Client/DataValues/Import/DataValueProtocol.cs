using Dhis2.Client.DataValues.Preflight;
using Dhis2.Client.Http;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>How data values are imported: one request a batch of rows, and on 2.43 one data set a request.</summary>
internal sealed class DataValueProtocol(Dhis2Caller caller, ImportOptions options, Ledger<ImportRow> ledger) : IImportProtocol<ImportRow>
{
    private readonly bool _byGroup = caller.Session.Dialect.ImportsByGroup;
    private readonly DuplicateFilter _duplicates = new(caller, options, ledger);
    private readonly DataSetCheck _sets = new(caller, options, ledger);
    private readonly ReadBack _store = new(caller, options);
    private readonly SharedFaults _shared = new(caller, options);
    private readonly AdxMetadata _adx = new(caller, options);
    private string? _defaultCombo;

    public bool IsTrial => options.DryRun;

    public bool CanReadBack => !options.DryRun && !options.NoReadBack;

    public bool VerifiesAll => options.Verify && CanReadBack;

    public bool KeepsWhole => false;

    public async Task<IReadOnlyList<Batch<ImportRow>>> PrepareAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        // Of rows by categories only their data elements and data sets tell which values they are for; a data set that is looked up may tell more.
        if (options.IsAdx)
        {
            await _adx.ApplyAsync(rows.Select(row => row.Row), cancellationToken).ConfigureAwait(false);
            rows = await _sets.ApplyAsync(rows, cancellationToken).ConfigureAwait(false);
            await _adx.ApplyAsync(rows.Select(row => row.Row), cancellationToken).ConfigureAwait(false);
        }
        var left = await _duplicates.ApplyAsync(rows, cancellationToken).ConfigureAwait(false);
        if (!options.IsAdx)
            left = await _sets.ApplyAsync(left, cancellationToken).ConfigureAwait(false);
        if (_byGroup && options.Strategy is ImportStrategy.Create or ImportStrategy.Update)
            left = await KeepStrategyAsync(left, cancellationToken).ConfigureAwait(false);
        if (_byGroup && options.IsAdx)
            _defaultCombo ??= await DefaultCombo.OfAsync(caller, options.Schemes, cancellationToken).ConfigureAwait(false);
        var batches = BySet(left);
        return _duplicates.RepeatsEarlier ? [.. batches.Select(batch => batch with { RepeatsEarlier = true })] : batches;
    }

    public Dhis2Request Request(Batch<ImportRow> batch, bool runAsTask, Action leaving)
    {
        var request = new Dhis2Request("dataValueSets", HttpMethod.Post)
        {
            Body = options.IsAdx ? AdxBody.Of(BatchOf(batch), _byGroup, _defaultCombo, leaving) : DataValueSetBody.Of(BatchOf(batch), _byGroup, leaving),
            // What these say about the rows is in their bodies. A 400 of 2.40 to 2.42 is about the request and fails it.
            AcceptsStatus = runAsTask ? null : status => status is 409 or 500 || (status == 400 && _byGroup),
            // Only whoever keeps the account of the rows may send them again.
            TriesOnce = true,
        };
        options.AddTo(request.Query);
        if (runAsTask)
            request.Query.Add("async", true);
        return request;
    }

    public async Task<Verdict> JudgeAsync(Batch<ImportRow> batch, int status, byte[] body, CancellationToken cancellationToken)
    {
        var rows = BatchOf(batch);
        var answer = ImportAnswer.Read(status, body);
        var verdict = AnswerJudge.Judge(rows, answer, _byGroup);
        if (_byGroup && options.SkipPreflight)
            return await _shared.WidenAsync(verdict, rows, cancellationToken).ConfigureAwait(false);
        return !_byGroup && verdict is { Kind: VerdictKind.Settled, Counted.Skipped: > 0 }
            ? AnswerJudge.Judge(rows, answer, _byGroup, await _store.CountDroppedZerosAsync(rows.Rows, cancellationToken).ConfigureAwait(false))
            : verdict;
    }

    public Task<IReadOnlyList<Finding>> ReadBackAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken) => _store.FindAsync(rows, cancellationToken);

    public bool IsOfContent(string? code) => RefusalCodes.IsOfContent(code) || code == AdxJudge.Fault;

    // Of a period that the server has not met yet, one of two requests makes the record, and the other calls the period not valid.
    public bool IsOfOthers(string? code) => code == "E7611";

    public string? PlaceOf(ImportRow row) => row.Value.OrgUnit;

    public ImportOutcome Done(ImportRow row)
    {
        if (row.Value.Deleted || options.Strategy == ImportStrategy.Delete)
            return ImportOutcome.Deleted;
        return options.Strategy == ImportStrategy.Create ? ImportOutcome.Imported : ImportOutcome.Updated;
    }

    /// <summary>Two halves, as near as may be, with the rows of an org unit in one of them: faults are mostly an org unit's.</summary>
    public (Batch<ImportRow> First, Batch<ImportRow> Second) Split(Batch<ImportRow> batch)
    {
        var sorted = batch.Rows.OrderBy(r => r.Row.Value.OrgUnit, StringComparer.Ordinal).ToList();
        var middle = sorted.Count / 2;
        var (down, up) = (middle, middle);
        while (down > 0 && IsWithin(down))
            down--;
        while (up < sorted.Count && IsWithin(up))
            up++;
        var cut = (down, up == sorted.Count) switch
        {
            (0, true) => middle,
            (0, false) => up,
            (_, true) => down,
            _ => middle - down < up - middle ? down : up,
        };
        return (batch with { Rows = sorted.GetRange(0, cut) }, batch with { Rows = sorted.GetRange(cut, sorted.Count - cut) });

        bool IsWithin(int at) => sorted[at].Row.Value.OrgUnit == sorted[at - 1].Row.Value.OrgUnit;
    }

    // 2.43 takes no notice of these strategies: it would overwrite what is there, and create what is not.
    private async Task<IReadOnlyList<LedgerEntry<ImportRow>>> KeepStrategyAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        var held = await _store.HoldsAsync([.. rows.Select(row => row.Row)], cancellationToken).ConfigureAwait(false);
        var left = new List<LedgerEntry<ImportRow>>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (held[i] == (options.Strategy == ImportStrategy.Update))
                left.Add(rows[i]);
            else
                ledger.Settle(rows[i], ImportOutcome.Rejected, held[i] is null ? $"Not sent: whether there is a value cannot be seen, and the strategy is {options.Strategy}." : RowConflicts.OfStrategy(options.Strategy));
        }
        return left;
    }

    private static List<Batch<ImportRow>> BySet(IReadOnlyList<LedgerEntry<ImportRow>> rows)
    {
        if (rows.Count == 0)
            return [];
        var first = rows[0].Row.SentUnder;
        if (rows.All(row => row.Row.SentUnder == first))
            return [new Batch<ImportRow>(rows, first)];
        return [.. rows.GroupBy(row => row.Row.SentUnder, StringComparer.Ordinal).Select(set => new Batch<ImportRow>([.. set], set.Key))];
    }

    /// <summary>The rows of a batch, as the judges take them.</summary>
    public ImportBatch BatchOf(Batch<ImportRow> batch) => new(new RowsOf<ImportRow>(batch.Rows), batch.Group, options);
}
