using System.Diagnostics;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>
/// Puts objects of any number into lists of others, or takes them out: gathers them into requests, sends one while the next is gathered, and accounts for each of
/// them. Not thread-safe; call from one thread at a time.
/// </summary>
public sealed class MetadataItemImporter
{
    private const int FirstBatch = 500;

    private readonly ItemList _collection;
    private readonly Ledger<MemberRow> _ledger = new(Describe, MemberProblemFormat.Instance);
    private readonly BatchEngine<MemberRow> _engine;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>An importer for a session.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="collection">The list.</param>
    /// <param name="removes">Takes out instead of putting in.</param>
    /// <param name="batchSize">Items a request; null lets it grow by the clock.</param>
    public MetadataItemImporter(Dhis2Caller caller, ItemList collection, bool removes, int? batchSize)
        : this(caller, collection, removes, batchSize, TimeSpan.FromSeconds(3))
    {
    }

    /// <summary>For tests: with another wait between two looks at a store that may still change.</summary>
    internal MetadataItemImporter(Dhis2Caller caller, ItemList collection, bool removes, int? batchSize, TimeSpan pause)
    {
        _collection = collection;
        _engine = new BatchEngine<MemberRow>(caller, new MemberProtocol(caller, _ledger, collection, removes), _ledger, new BatchSizer(batchSize, FirstBatch), pause, atOnce: 1)
        {
            Activity = $"Changing {collection.Property}",
        };
    }

    /// <summary>Items added so far.</summary>
    public long Added => _ledger.Entered;

    /// <summary>Adds an item of an object's list, both by their ids. True when a request is full: then call <see cref="FlushAsync"/>.</summary>
    public bool Add(string id, string item) => _engine.Add(_ledger.Enter(Row(id, item)));

    /// <summary>Adds an item that cannot be sent, for a reason that the caller knows.</summary>
    public void AddRejected(string id, string item, string reason) => _ledger.EnterRejected(Describe(Row(id, item), ImportOutcome.Rejected, reason, null));

    /// <summary>Adds an item that is not to be sent any more, because the work has ended.</summary>
    public void AddUnsent(string id, string item) => _ledger.Enter(Row(id, item));

    /// <summary>Waits for the request under way, then starts to send what has been gathered.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _engine.FlushAsync(cancellationToken);

    /// <summary>Sends what is left and closes the account.</summary>
    public async Task<MetadataItemReport> CompleteAsync(CancellationToken cancellationToken)
    {
        await _engine.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return await CloseAsync(stopped: false).ConfigureAwait(false);
    }

    /// <summary>Closes the account of what ended early: every item added is in it.</summary>
    public Task<MetadataItemReport> AbortAsync() => CloseAsync(stopped: true);

    private MemberRow Row(string id, string item) => new(new MetadataItem(_collection.Type.Plural, id, _collection.Property, item), _ledger.Entered + 1);

    private async Task<MetadataItemReport> CloseAsync(bool stopped)
    {
        var (counts, problems) = await _engine.CloseAsync().ConfigureAwait(false);
        return new MetadataItemReport(counts, problems) { Stopped = stopped, Requests = _engine.Requests, Elapsed = _clock.Elapsed };
    }

    private static MetadataItemProblem Describe(MemberRow row, ImportOutcome outcome, string message, string? code) =>
        new() { Outcome = outcome, Line = row.Number, Row = row.Value, Message = message, Code = code };
}
