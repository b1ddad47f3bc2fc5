using System.Collections.Concurrent;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Preflight;

/// <summary>
/// Finds the other rows with the fault that a refusal is about. Of some faults 2.43 names the first org unit or data element alone, so that 93 org units that are
/// closed would cost 93 requests. Thread-safe.
/// </summary>
internal sealed class SharedFaults(Dhis2Caller caller, ImportOptions options)
{
    // Option combos, named for one data element, and periods, named for one org unit.
    private static readonly string[] s_namedInPart = ["E8024", "E8031"];

    private readonly ConcurrentDictionary<string, Lazy<Task<DataSetCatalog>>> _catalogs = new(StringComparer.Ordinal);

    /// <summary>The verdict with all rows that have its fault, as far as metadata tell.</summary>
    public async Task<Verdict> WidenAsync(Verdict verdict, ImportBatch batch, CancellationToken cancellationToken)
    {
        if (verdict is not { Kind: VerdictKind.Refused, Rejected.Count: > 0 } || !s_namedInPart.Contains(verdict.Code) || batch.DataSet is not { } name)
            return verdict;
        try
        {
            var catalog = await _catalogs.GetOrAdd(name, _ => new Lazy<Task<DataSetCatalog>>(() => LearnAsync(name, cancellationToken))).Value.ConfigureAwait(false);
            var rules = await RowRules.ReadAsync(caller, options.Schemes, catalog, refusesClosed: true, refusesFuture: false, cancellationToken).ConfigureAwait(false);
            return catalog.Named(name) is { } set ? verdict with { Rejected = WithAlike(verdict, batch, row => rules.Check(row, set)) } : verdict;
        }
        catch (Dhis2Exception e) when (e is Dhis2ClientException or Dhis2ApiException)
        {
            // What the account may not read, further requests tell.
            return verdict;
        }
    }

    private static Dictionary<int, ServerConflict> WithAlike(Verdict verdict, ImportBatch batch, Func<ImportRow, RowFault?> check)
    {
        var rejected = verdict.Rejected.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var i in verdict.Others(batch.Rows.Count))
        {
            if (check(batch.Rows[i]) is { } fault && fault.Code == verdict.Code)
                rejected[i] = new ServerConflict(fault.Message, fault.Code, [], null);
        }
        return rejected;
    }

    private async Task<DataSetCatalog> LearnAsync(string name, CancellationToken cancellationToken)
    {
        var catalog = new DataSetCatalog(caller, options.Schemes);
        await catalog.LearnSetsAsync([new DataValue { DataSet = name }], cancellationToken).ConfigureAwait(false);
        if (catalog.Named(name) is { } set)
            await catalog.LearnMembersAsync([set], cancellationToken).ConfigureAwait(false);
        return catalog;
    }
}
