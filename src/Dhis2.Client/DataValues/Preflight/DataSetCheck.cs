using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Imports;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Preflight;

/// <summary>
/// Finds the data set of each row and compares the two before anything is sent. 2.43 takes one data set a request and refuses all its rows for one, so that rows
/// at fault are rejected here; 2.40 to 2.42 store most of them, which is told as a warning, or, with <see cref="ImportOptions.Strict"/>, rejected alike. Values are
/// compared with their types where rows at fault are rejected: else an older server rejects them itself, row by row and in its own words.
/// </summary>
internal sealed class DataSetCheck(Dhis2Caller caller, ImportOptions options, Ledger<ImportRow> ledger)
{
    // With one of these an account may enter data of any time.
    private static readonly string[] s_timeless = ["ALL", "F_EDIT_EXPIRED"];

    private readonly bool _byGroup = caller.Session.Dialect.ImportsByGroup;
    private readonly bool _rejects = caller.Session.Dialect.ImportsByGroup || options.Strict;
    private readonly DataSetCatalog _catalog = new(caller, options.Schemes);
    private RowRules? _rules;
    private ValueRules? _values;
    private bool _isOff = options.SkipPreflight;

    /// <summary>
    /// The rows that are to be sent, each with its data set. Rows that a later one for the same value overrides have to be gone by then: where that one is rejected, they do not
    /// count in its place.
    /// </summary>
    public async Task<IReadOnlyList<LedgerEntry<ImportRow>>> ApplyAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return rows;
        if (!_isOff)
            await TryLearnAsync(rows, cancellationToken).ConfigureAwait(false);
        if (_isOff && _byGroup)
            await LearnChoiceAsync(rows, cancellationToken).ConfigureAwait(false);
        List<LedgerEntry<ImportRow>>? taken = null;
        for (var i = 0; i < rows.Count; i++)
        {
            var isTaken = Take(rows[i]);
            if (!isTaken)
                taken ??= [.. rows.Take(i)];
            else
                taken?.Add(rows[i]);
        }
        return taken ?? rows;
    }

    // 2.40 to 2.42 need no data set, and check locks and approvals of one that is named.
    private bool Take(LedgerEntry<ImportRow> entry)
    {
        var row = entry.Row.Value;
        entry.Row.SentUnder = row.DataSet;
        if (_isOff && !_byGroup)
            return true;
        var (set, fault) = Choose(entry.Row);
        if (_byGroup)
            entry.Row.SentUnder ??= set?.Name;
        if (set is not null && _rules?.IsWithoutCategories(entry.Row, set) == true)
            fault ??= new RowFault("E8024", $"The row names no category option combo and no categories, and the data element {row.DataElement} is broken down.");
        fault ??= FaultOfValue(row);
        if (fault is not null && (_rejects || IsRefusedAsAdx(entry.Row, fault)))
        {
            ledger.Settle(entry, ImportOutcome.Rejected, $"Not sent: {fault.Message}", fault.Code);
            return false;
        }
        if (fault is not null)
            ledger.Warn(entry, $"{fault.Message} This server takes such a row all the same, and from 2.43 on they refuse it.", fault.Code);
        else if (set is not null && entry.Row.CategoryKey is null && _rules?.IsUnderDefault(row, set) == true && !row.Deleted)
            ledger.Warn(entry, $"The row has no category option combo, though the data element {row.DataElement} is broken down: it goes under the default one, beside the others.");
        return true;
    }

    private RowFault? FaultOfValue(DataValue row)
    {
        if (_isOff || row.Deleted || options.Strategy == ImportStrategy.Delete || _catalog.ElementOf(row) is not { } element)
            return null;
        return (_rejects ? _values!.CheckValue(row, element) : null) ?? _values!.CheckComment(row, element);
    }

    // Of ADX all versions want the categories, or the option combo that they make.
    private static bool IsRefusedAsAdx(ImportRow row, RowFault fault) =>
        row.Adx is not null && ((fault.Code == "E8023" && row.AttributeKey is null) || (fault.Code == "E8024" && row.CategoryKey is null));

    // The first data set that takes the row; where none does, the first that holds its data element.
    private (DataSetFacts? Set, RowFault? Fault) Choose(ImportRow given)
    {
        var row = given.Value;
        (DataSetFacts? Set, RowFault? Fault) first = default;
        var candidates = _catalog.Candidates(row);
        foreach (var set in candidates)
        {
            var fault = _isOff ? IsAssigned(row, set, candidates.Count) : _rules!.Check(given, set);
            if (fault is null)
                return (set, null);
            if (first.Set is null)
                first = (set, fault);
        }
        return _isOff ? (first.Set, null) : first;
    }

    private static RowFault? IsAssigned(DataValue row, DataSetFacts set, int candidates) =>
        candidates == 1 || set.OrgUnits?.ContainsKey(row.OrgUnit!) == true ? null : new RowFault("E8022", "");

    // What the account may not read is not checked; what the server thinks of the rows, its answer says.
    private async Task TryLearnAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        try
        {
            await _catalog.LearnSetsAsync(rows.Select(row => row.Row.Value), cancellationToken).ConfigureAwait(false);
            var sets = rows.SelectMany(row => _catalog.Candidates(row.Row.Value)).Where(set => !set.HasCombos).Distinct().ToList();
            await _catalog.LearnMembersAsync(sets, cancellationToken).ConfigureAwait(false);
            await _catalog.LearnOptionsAsync(rows.Select(row => row.Row.Value), ofValues: _rejects, cancellationToken).ConfigureAwait(false);
            _rules ??= await RulesAsync(cancellationToken).ConfigureAwait(false);
            _values ??= new ValueRules(_catalog.OptionsOf, _rules.IsIsoCalendar);
        }
        catch (Dhis2Exception e) when (e is Dhis2ClientException or Dhis2ApiException and not Dhis2AuthenticationException)
        {
            _isOff = true;
            var first = rows[0].Row;
            ledger.Warn(rows[0], new ImportProblem
            {
                Outcome = ImportOutcome.Warning,
                File = first.File,
                Line = first.Line,
                Message = $"From this row on rows are sent without having been compared with their data sets, for these could not be read: {e.Message}",
            });
        }
    }

    // Where rows are not checked, 2.43 has to be told the data set all the same.
    private async Task LearnChoiceAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        var unnamed = rows.Select(row => row.Row.Value).Where(row => row.DataSet is null).ToList();
        await _catalog.LearnSetsAsync(unnamed, cancellationToken).ConfigureAwait(false);
        var several = unnamed.Select(_catalog.Candidates).Where(sets => sets.Count > 1).SelectMany(sets => sets).Where(set => set.OrgUnits is null).Distinct().ToList();
        await _catalog.LearnOrgUnitsAsync(several, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RowRules> RulesAsync(CancellationToken cancellationToken)
    {
        var refusesFuture = _byGroup && !options.OverrideLock && !await IsTimelessAsync(cancellationToken).ConfigureAwait(false);
        return await RowRules.ReadAsync(caller, options.Schemes, _catalog, refusesClosed: !options.OverrideLock, refusesFuture, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsTimelessAsync(CancellationToken cancellationToken)
    {
        var authorities = await caller.Session.Cache.GetAsync("CurrentAuthorities", refresh: false, async () =>
        {
            var me = await caller.ReadJsonAsync(new Dhis2Request("me") { Query = { { "fields", "authorities" } } }, cancellationToken).ConfigureAwait(false);
            return me.Items("authorities").Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToList();
        }).ConfigureAwait(false);
        return authorities.Exists(s_timeless.Contains);
    }
}
