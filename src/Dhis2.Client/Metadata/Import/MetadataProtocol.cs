using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>How metadata are imported: all objects in one request, since they refer to each other, or those of one type in parts.</summary>
internal sealed class MetadataProtocol(Dhis2Caller caller, MetadataImportOptions options, Ledger<MetadataRow> ledger, ObjectSpool spool, MetadataTally tally) : IImportProtocol<MetadataRow>
{
    private readonly MetadataStore _store = new(caller, options);

    public bool IsTrial => options.Validate;

    public bool CanReadBack => !options.Validate;

    public bool VerifiesAll => false;

    public bool KeepsWhole => options.KeepsWhole;

    /// <summary>Whether the server's caches were cleared, which is done once.</summary>
    public bool ClearedCache { get; private set; }

    public Task<IReadOnlyList<Batch<MetadataRow>>> PrepareAsync(IReadOnlyList<LedgerEntry<MetadataRow>> rows, CancellationToken cancellationToken)
    {
        var size = options.BatchSize ?? Math.Max(1, rows.Count);
        var batches = new List<Batch<MetadataRow>>();
        for (var at = 0; at < rows.Count; at += size)
            batches.Add(new Batch<MetadataRow>(rows.Count <= size ? rows : [.. rows.Skip(at).Take(size)], null));
        return Task.FromResult<IReadOnlyList<Batch<MetadataRow>>>(batches);
    }

    public Dhis2Request Request(Batch<MetadataRow> batch, bool runAsTask, Action leaving)
    {
        var request = new Dhis2Request("metadata", HttpMethod.Post)
        {
            Body = new RequestBody("application/json", (stream, token) => WriteAsync(batch, stream, leaving, token)) { Gzip = true },
            // What these say about the objects is in their bodies.
            AcceptsStatus = runAsTask ? null : status => status is 409 or 500,
            // Only whoever keeps the account of the objects may send them again.
            TriesOnce = true,
        };
        options.AddTo(request.Query);
        if (runAsTask)
            request.Query.Add("async", true);
        return request;
    }

    public async Task<Verdict> JudgeAsync(Batch<MetadataRow> batch, int status, byte[] body, CancellationToken cancellationToken)
    {
        var answer = MetadataAnswer.Read(status, body);
        if (options.ClearCache && !ClearedCache && !options.Validate && MissingCache.IsReason(answer.Message))
        {
            await MissingCache.ClearAsync(caller, cancellationToken).ConfigureAwait(false);
            ClearedCache = true;
            using var response = await caller.SendAsync(Request(batch, runAsTask: false, () => { }), cancellationToken).ConfigureAwait(false);
            answer = MetadataAnswer.Read(response.StatusCode, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
        }
        var rows = new RowsOf<MetadataRow>(batch.Rows);
        var judgement = MetadataJudge.Judge(rows, answer, options);
        if (judgement.Doubtful.Count > 0 && CanReadBack)
            judgement = await JudgeByStoreAsync(rows, answer, judgement, cancellationToken).ConfigureAwait(false);
        tally.Note(batch.Rows, answer, judgement, ledger);
        return judgement.Verdict;
    }

    public Task<IReadOnlyList<Finding>> ReadBackAsync(IReadOnlyList<MetadataRow> rows, CancellationToken cancellationToken) => _store.FindAsync(rows, cancellationToken);

    // Of these an object is refused for what it says itself.
    public bool IsOfContent(string? code) => code is not null && code.StartsWith("E4", StringComparison.Ordinal) && code != "E4030";

    public bool IsOfOthers(string? code) => false;

    public string? PlaceOf(MetadataRow row) => null;

    public ImportOutcome Done(MetadataRow row)
    {
        tally.CountDone(row);
        return options.Strategy switch
        {
            MetadataImportStrategy.Create => ImportOutcome.Imported,
            MetadataImportStrategy.Delete => ImportOutcome.Deleted,
            _ => ImportOutcome.Updated,
        };
    }

    /// <summary>Two halves, the first with what the second may refer to; of deletions the other way round.</summary>
    public (Batch<MetadataRow> First, Batch<MetadataRow> Second) Split(Batch<MetadataRow> batch)
    {
        var sorted = batch.Rows.OrderBy(entry => options.Strategy == MetadataImportStrategy.Delete ? -TypeOrder.Of(entry.Row.Type) : TypeOrder.Of(entry.Row.Type)).ToList();
        var half = sorted.Count / 2;
        return (batch with { Rows = sorted.GetRange(0, half) }, batch with { Rows = sorted.GetRange(half, sorted.Count - half) });
    }

    private async Task<MetadataJudgement> JudgeByStoreAsync(RowsOf<MetadataRow> rows, MetadataAnswer answer, MetadataJudgement judgement, CancellationToken cancellationToken)
    {
        try
        {
            var findings = await _store.FindAsync([.. judgement.Doubtful.Select(i => rows[i])], cancellationToken).ConfigureAwait(false);
            var stored = new HashSet<int>(judgement.Doubtful.Where((_, at) => findings[at] == Finding.Agrees));
            return MetadataJudge.Judge(rows, answer, options, stored.Contains);
        }
        catch (Dhis2Exception)
        {
            // The engine tries to read the store itself, and tells what it cannot.
            return judgement;
        }
    }

    private Task WriteAsync(Batch<MetadataRow> batch, Stream stream, Action leaving, CancellationToken cancellationToken)
    {
        _store.MarkSent();
        leaving();
        var lists = batch.Rows.GroupBy(entry => entry.Row.Type).Select(type => (type.Key.Plural, type.Select(entry => (entry.Row.Offset, entry.Row.Length))));
        return spool.WritePackageAsync(lists, stream, cancellationToken);
    }
}
