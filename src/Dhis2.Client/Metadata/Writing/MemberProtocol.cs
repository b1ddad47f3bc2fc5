using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Imports;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>How items are put into lists and taken out of them: many of one object in one request, which may be sent again without harm.</summary>
internal sealed class MemberProtocol(Dhis2Caller caller, Ledger<MemberRow> ledger, ItemList collection, bool removes) : IImportProtocol<MemberRow>
{
    private readonly MemberStore _store = new(caller, collection);

    // Of lists of links, which are replaced as a whole: what each object's list held when it was last read or changed.
    private readonly Dictionary<string, List<JsonElement>> _links = new(StringComparer.Ordinal);

    public bool IsTrial => false;

    public bool CanReadBack => true;

    public bool VerifiesAll => false;

    public bool KeepsWhole => false;

    /// <summary>A batch for each object. An item that is given twice goes out once.</summary>
    public async Task<IReadOnlyList<Batch<MemberRow>>> PrepareAsync(IReadOnlyList<LedgerEntry<MemberRow>> rows, CancellationToken cancellationToken)
    {
        var batches = new List<Batch<MemberRow>>();
        foreach (var group in rows.GroupBy(row => row.Row.Value.Id))
        {
            var first = new Dictionary<string, LedgerEntry<MemberRow>>(StringComparer.Ordinal);
            foreach (var row in group)
            {
                if (first.TryGetValue(row.Row.Value.Item, out var earlier))
                    ledger.Settle(row, ImportOutcome.Skipped, $"It was given before (row {earlier.Row.Number}).");
                else
                    first[row.Row.Value.Item] = row;
            }
            IReadOnlyList<LedgerEntry<MemberRow>> left = [.. first.Values];
            if (collection.IsOfLinks)
                left = await WithoutDoneAsync(group.Key, left, cancellationToken).ConfigureAwait(false);
            if (left.Count > 0)
                batches.Add(new Batch<MemberRow>(left, group.Key));
        }
        return batches;
    }

    public Dhis2Request Request(Batch<MemberRow> batch, bool runAsTask, Action leaving)
    {
        var (path, method, type, bytes) = collection.IsOfLinks
            ? ((string[])[collection.Type.Plural, batch.Group!], "PATCH", "application/json-patch+json", LinksBody(batch))
            : ([collection.Type.Plural, batch.Group!, collection.Property], "POST", "application/json", Body(batch));
        return new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, path), new HttpMethod(method))
        {
            Body = new RequestBody(type, (stream, token) =>
            {
                leaving();
                return stream.WriteAsync(bytes, 0, bytes.Length, token);
            })
            { Length = bytes.Length },
            // An object that is not there, or that the account may not change, is the fault of its rows alone.
            AcceptsStatus = status => status is 400 or 403 or 404 or 405 or 409 or 500,
            TriesOnce = true,
        };
    }

    public async Task<Verdict> JudgeAsync(Batch<MemberRow> batch, int status, byte[] body, CancellationToken cancellationToken)
    {
        var rows = new RowsOf<MemberRow>(batch.Rows);
        if (collection.IsOfLinks)
        {
            var verdict = MemberJudge.JudgeWhole(rows, status, body, removes);
            if (verdict.Kind == VerdictKind.Settled)
                _links[batch.Group!] = ChangedLinks(batch);
            return verdict;
        }
        if (MemberJudge.Judge(rows, status, body) is { } settled)
            return settled;
        try
        {
            var missing = await FindMissingAsync(batch.Group!, rows, cancellationToken).ConfigureAwait(false);
            return missing is null ? MemberJudge.JudgeRemoved(rows, body) : MemberJudge.Judge(rows, body, row => missing.Contains(row.Value.Item));
        }
        catch (Dhis2Exception e)
        {
            return new Verdict(VerdictKind.ReadBack, $"The server did not count all of the items, and what it holds could not be read: {e.Message}");
        }
    }

    public async Task<IReadOnlyList<Finding>> ReadBackAsync(IReadOnlyList<MemberRow> rows, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var id in rows.Select(row => row.Value.Id).Distinct())
        {
            var items = await _store.ReadAsync(id, cancellationToken).ConfigureAwait(false);
            held[id] = new HashSet<string>(items.Select(_store.IdOf), StringComparer.Ordinal);
            _links[id] = [.. items];
        }
        return [.. rows.Select(row => held[row.Value.Id].Contains(row.Value.Item) != removes ? Finding.Agrees : Finding.Missing)];
    }

    public bool IsOfContent(string? code) => false;

    public bool IsOfOthers(string? code) => false;

    public string? PlaceOf(MemberRow row) => null;

    public ImportOutcome Done(MemberRow row) => removes ? ImportOutcome.Deleted : ImportOutcome.Imported;

    public (Batch<MemberRow> First, Batch<MemberRow> Second) Split(Batch<MemberRow> batch)
    {
        var half = batch.Rows.Count / 2;
        return (batch with { Rows = [.. batch.Rows.Take(half)] }, batch with { Rows = [.. batch.Rows.Skip(half)] });
    }

    // Added, an item that is not in the list afterwards could not be. Taken out, one that was never in it may exist or not.
    private async Task<HashSet<string>?> FindMissingAsync(string id, IReadOnlyList<MemberRow> rows, CancellationToken cancellationToken)
    {
        var held = await _store.ReadIdsAsync(id, cancellationToken).ConfigureAwait(false);
        var ids = rows.Select(row => row.Value.Item).Where(item => !held.Contains(item)).ToList();
        return removes ? await _store.FindMissingAsync(ids, cancellationToken).ConfigureAwait(false) : [.. ids];
    }

    // A list of links does not say of an item that it is there already, and would hold it twice.
    private async Task<IReadOnlyList<LedgerEntry<MemberRow>>> WithoutDoneAsync(string id, IReadOnlyList<LedgerEntry<MemberRow>> rows, CancellationToken cancellationToken)
    {
        try
        {
            _links[id] = [.. await _store.ReadAsync(id, cancellationToken).ConfigureAwait(false)];
        }
        catch (Dhis2ApiException e)
        {
            foreach (var row in rows)
                ledger.Settle(row, ImportOutcome.Rejected, e.Message, e.ErrorCode);
            return [];
        }
        var held = new HashSet<string>(_links[id].Select(_store.IdOf), StringComparer.Ordinal);
        var missing = removes ? await _store.FindMissingAsync([.. rows.Select(row => row.Row.Value.Item).Where(item => !held.Contains(item))], cancellationToken).ConfigureAwait(false) : null;
        var left = new List<LedgerEntry<MemberRow>>();
        foreach (var row in rows)
        {
            if (missing?.Contains(row.Row.Value.Item) == true)
                ledger.Settle(row, ImportOutcome.Rejected, $"There is no object {row.Row.Value.Item} that this account may see.");
            else if (held.Contains(row.Row.Value.Item) != removes)
                ledger.Settle(row, ImportOutcome.Unchanged);
            else
                left.Add(row);
        }
        return left;
    }

    private byte[] Body(Batch<MemberRow> batch) => JsonBytes.OfObject(writer =>
    {
        writer.WriteStartArray("additions");
        if (!removes)
            WriteIds(writer, batch);
        writer.WriteEndArray();
        writer.WriteStartArray("deletions");
        if (removes)
            WriteIds(writer, batch);
        writer.WriteEndArray();
    });

    private static void WriteIds(Utf8JsonWriter writer, Batch<MemberRow> batch)
    {
        foreach (var row in batch.Rows)
        {
            writer.WriteStartObject();
            writer.WriteString("id", row.Row.Value.Item);
            writer.WriteEndObject();
        }
    }

    private byte[] LinksBody(Batch<MemberRow> batch) =>
        JsonSerializer.SerializeToUtf8Bytes(new object[] { new { op = "replace", path = "/" + collection.Property, value = ChangedLinks(batch) } });

    private List<JsonElement> ChangedLinks(Batch<MemberRow> batch)
    {
        var items = new HashSet<string>(batch.Rows.Select(row => row.Row.Value.Item), StringComparer.Ordinal);
        var links = _links[batch.Group!].Where(link => !items.Contains(_store.IdOf(link))).ToList();
        if (!removes)
            links.AddRange(items.Select(item => JsonSerializer.SerializeToElement(new { dataSet = new { id = batch.Group }, dataElement = new { id = item } })));
        return links;
    }
}
