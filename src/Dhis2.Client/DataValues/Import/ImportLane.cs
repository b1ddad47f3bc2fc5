using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// What sends rows under the same options. A file that says how it is to be imported has its rows sent by another than the rows that follow the import's own
/// options; all of them write to one ledger.
/// </summary>
internal sealed class ImportLane
{
    // 2.40 to 2.42 are the faster the larger a request is; on 2.43 a size above some hundreds hardly matters, and the clock keeps requests short.
    private const int SmallestBatch = 2_000;

    private readonly TrialProtocol? _trial;

    /// <summary>A lane.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="options">The options.</param>
    /// <param name="ledger">The ledger of the import.</param>
    /// <param name="isOwnTrial">Whether rows are tried in an import that stores others: then those that would have gone in are counted as skipped.</param>
    /// <exception cref="Dhis2InputException">An id scheme is none, or the further parameters hold one that the options decide.</exception>
    public ImportLane(Dhis2Caller caller, ImportOptions options, Ledger<ImportRow> ledger, bool isOwnTrial)
    {
        var byGroup = caller.Session.Dialect.ImportsByGroup;
        options.Check();
        Options = options;
        Guard = new RowGuard(options, longestComment: byGroup ? 5_000 : 50_000);
        Protocol = new DataValueProtocol(caller, options, ledger);
        _trial = isOwnTrial ? new TrialProtocol(Protocol) : null;
        // Where 2.40 to 2.42 cannot read ADX, they end without a word on the values before it: of so few none is written then.
        var size = options.BatchSize ?? (options.IsAdx && !byGroup ? AdxJudge.WrittenAtOnce : null);
        Engine = new BatchEngine<ImportRow>(caller, _trial is null ? Protocol : _trial, ledger, new BatchSizer(size, SmallestBatch), options.Pause, options.ThrottleLimit) { Activity = "Importing data values" };
    }

    /// <summary>The options.</summary>
    public ImportOptions Options { get; }

    /// <summary>Checks rows before they are sent.</summary>
    public RowGuard Guard { get; }

    /// <summary>Makes and judges requests.</summary>
    public DataValueProtocol Protocol { get; }

    /// <summary>Sends them.</summary>
    public BatchEngine<ImportRow> Engine { get; }

    /// <summary>What the server would have done with the rows that were tried since this was asked last; null where rows are stored.</summary>
    public ImportCounts? TakeTried() => _trial?.TakeTried();
}
