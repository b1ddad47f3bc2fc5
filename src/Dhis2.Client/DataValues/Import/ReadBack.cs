using System.Globalization;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Looks up in the server's store what became of rows when its answer does not tell.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing that has to be freed.
internal sealed class ReadBack
#pragma warning restore CA1001
{
    // Where the server refuses more of a look than this, the account sees nothing of most rows.
    private const int MaximumRefusals = 100;

    private readonly Dhis2Caller _caller;
    private readonly ImportOptions _options;
    private readonly UidResolver _elements;
    private readonly UidResolver _orgUnits;
    private readonly UidResolver _combos;
    private readonly ZeroRule _zeros;

    // What the account has seen values of, in this read or in an earlier one: there, nothing seen is nothing stored.
    private readonly HashSet<string?> _visibleUnits = new(StringComparer.Ordinal);
    private readonly HashSet<string?> _visibleElements = new(StringComparer.Ordinal);

    private readonly HashSet<string?> _noPeriods = new(StringComparer.Ordinal);

    // Several senders of an import look, and what one has learnt serves all.
    private readonly SemaphoreSlim _gate = new(1, 1);

    public ReadBack(Dhis2Caller caller, ImportOptions options)
    {
        var schemes = options.Schemes;
        _caller = caller;
        _options = options;
        _elements = new UidResolver(caller, "dataElements", schemes.DataElement ?? schemes.All);
        _orgUnits = new UidResolver(caller, "organisationUnits", schemes.OrgUnit ?? schemes.All);
        _combos = new UidResolver(caller, "categoryOptionCombos", schemes.CategoryOptionCombo ?? schemes.All);
        _zeros = new ZeroRule(caller, _elements);
    }

    /// <summary>Zeros that the server may have passed over.</summary>
    public async Task<int> CountDroppedZerosAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _zeros.LearnAsync(rows.Select(r => r.Value), cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception)
        {
            // What is not known of an element may be true of it.
        }
        finally
        {
            _gate.Release();
        }
        return rows.Count(r => _zeros.MayDrop(r.Value));
    }

    /// <summary>
    /// What the store says of each row. That it shows nothing for a row proves something only where the account sees other values of the same org unit and of the
    /// same data element.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await LookAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether there is a value for each row already, whatever it is; null where the account was not shown.</summary>
    public async Task<IReadOnlyList<bool?>> HoldsAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (keys, stored, seen) = await ReadAsync(rows, cancellationToken).ConfigureAwait(false);
            return keys.ConvertAll(key => key is { } known && seen.Includes(known) ? stored.TryGetValue(known, out var value) && !value.Deleted : (bool?)null);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        var (keys, stored, seen) = await ReadAsync(rows, cancellationToken).ConfigureAwait(false);
        await LearnTypesAsync(rows, keys, stored, cancellationToken).ConfigureAwait(false);
        return rows.Select((row, i) => keys[i] is { } key ? FindingOf(row, key, stored.TryGetValue(key, out var value) ? value : null, seen.Includes(key)) : Finding.Unseen).ToList();
    }

    // The keys of the rows, what is stored for them, and which of them could be asked for.
    private async Task<(List<ValueKey?> Keys, Dictionary<ValueKey, DataValue> Stored, StoreQueries.Coverage Seen)> ReadAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        await LearnAsync(rows, cancellationToken).ConfigureAwait(false);
        var defaultCombo = await DefaultCombo.OfAsync(_caller, new IdSchemes(), cancellationToken).ConfigureAwait(false);
        var keys = rows.Select(r => Key(r, defaultCombo)).ToList();
        var stored = new Dictionary<ValueKey, DataValue>();
        var queries = new Stack<DataValueQuery>(StoreQueries.Of([.. keys.OfType<ValueKey>().Where(CanExist)]));
        var answered = new List<DataValueQuery>();
        var refusals = 0;
        while (queries.Count > 0)
        {
            var query = StoreQueries.Without(queries.Pop(), _noPeriods);
            if (query.Periods.Count == 0)
                continue;
            var refusal = await RefusalOfAsync(query, stored, defaultCombo, cancellationToken).ConfigureAwait(false);
            if (refusal is null)
                answered.Add(query);
            // Nothing is seen of what is forbidden.
            if (refusal is null or { StatusCode: 403 or 404 } || ++refusals > MaximumRefusals)
                continue;
            _noPeriods.UnionWith(StoreQueries.NoPeriods(query, refusal));
            foreach (var part in StoreQueries.WithoutNamed(query, refusal) is { } rest ? [rest] : StoreQueries.Halves(query))
                queries.Push(part);
        }
        return (keys, stored, new StoreQueries.Coverage(answered));
    }

    private async Task LearnAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        await _elements.LearnAsync(rows.Select(r => r.Value.DataElement!), cancellationToken).ConfigureAwait(false);
        await _orgUnits.LearnAsync(rows.Select(r => r.Value.OrgUnit!), cancellationToken).ConfigureAwait(false);
        await _combos.LearnAsync(rows.SelectMany(r => new[] { r.Value.CategoryOptionCombo, r.Value.AttributeOptionCombo }).OfType<string>(), cancellationToken).ConfigureAwait(false);
        await _zeros.LearnAsync(rows.Select(r => r.Value), cancellationToken).ConfigureAwait(false);
    }

    // The key of a row in uids; null when one of them cannot be told.
    private ValueKey? Key(ImportRow row, string? defaultCombo)
    {
        var value = row.Value;
        if (!row.HasOptionCombos)
            return null;
        var category = row.OfCategories?.Uid ?? (value.CategoryOptionCombo is { } own ? _combos.Of(own) : defaultCombo);
        var attribute = row.OfGroup?.Uid ?? (value.AttributeOptionCombo is { } given ? _combos.Of(given) : defaultCombo);
        return _elements.Of(value.DataElement!) is { } element && _orgUnits.Of(value.OrgUnit!) is { } unit && category is not null && attribute is not null
            ? new ValueKey(element, ValueKey.PeriodOf(value.Period), unit, category, attribute)
            : null;
    }

    // Servers refuse to be asked for what is no uid, and hold nothing for it.
    private static bool CanExist(ValueKey key) =>
        Uid.IsValid(key.DataElement) && Uid.IsValid(key.OrgUnit) && Uid.IsValid(key.CategoryOptionCombo) && Uid.IsValid(key.AttributeOptionCombo);

    // What the server says to a query that it refuses for one of the things in it; null when it was read.
    private async Task<Dhis2ApiException?> RefusalOfAsync(DataValueQuery query, Dictionary<ValueKey, DataValue> stored, string? defaultCombo, CancellationToken cancellationToken)
    {
        var (operation, retries) = _caller.BeginOperation();
        while (true)
        {
            try
            {
                await foreach (var values in DataValueReader.ReadAsync(operation, query, 1000, cancellationToken).ConfigureAwait(false))
                {
                    foreach (var value in values)
                    {
                        var key = ValueKey.Of(value, defaultCombo);
                        stored[key] = value;
                        _visibleUnits.Add(key.OrgUnit);
                        _visibleElements.Add(key.DataElement);
                    }
                }
                return null;
            }
            catch (Dhis2ApiException e) when (e.StatusCode is 403 or 404 || (e is not Dhis2AuthenticationException && e.StatusCode is 200 or 400 or 409))
            {
                return e;
            }
            catch (Dhis2ClientException e)
            {
                // A broken answer is read again; the transport repeats only what brings none.
                if (!await retries.TryWaitAsync("Reading back", e, cancellationToken).ConfigureAwait(false))
                    throw;
            }
        }
    }

    // Numbers and truths may be written in another way than they were sent; texts are not.
    private Task LearnTypesAsync(IReadOnlyList<ImportRow> rows, List<ValueKey?> keys, Dictionary<ValueKey, DataValue> stored, CancellationToken cancellationToken) =>
        _zeros.LearnTypesAsync(keys.Where((key, i) => key is { } known && stored.TryGetValue(known, out var value) && value.Value != rows[i].Value.Value).Select(key => key!.Value.DataElement!), cancellationToken);

    private Finding FindingOf(ImportRow given, ValueKey key, DataValue? stored, bool isAnswered)
    {
        var row = given.Value;
        if (!CanExist(key) || _noPeriods.Contains(key.Period))
            return Finding.Missing;
        var wouldShow = isAnswered && _visibleUnits.Contains(key.OrgUnit) && _visibleElements.Contains(key.DataElement);
        if (row.Deleted || _options.Strategy == ImportStrategy.Delete)
        {
            if (stored is not null)
                return stored.Deleted ? Finding.Agrees : Finding.Missing;
            return wouldShow ? Finding.Agrees : Finding.Unseen;
        }
        if (stored is { Deleted: false })
            return SameValue(ValueOf(given, key), stored.Value, _zeros.TypeOf(key.DataElement!)) && SameMarks(row, stored) ? Finding.Agrees : Finding.Missing;
        // Of a zero that the server says it took and does not keep, there is nothing to be seen. One in doubt is sent again instead.
        var isTaken = _options.Verify && !_caller.Session.Dialect.ImportsByGroup;
        if (_zeros.Drops(row) && (stored is not null || wouldShow || isTaken))
            return Finding.NotKept;
        return stored is null && !wouldShow ? Finding.Unseen : Finding.Missing;
    }

    // What a row does not say of them may stay as it was. 2.43 does not show the mark.
    private bool SameMarks(DataValue sent, DataValue stored) =>
        (sent.Comment is null || sent.Comment.Trim() == (stored.Comment ?? "").Trim()) && (!sent.FollowUp || stored.FollowUp || _caller.Session.Dialect.ImportsByGroup);

    // Of the two texts of ADX, the type of the data element decides.
    private string? ValueOf(ImportRow row, ValueKey key) => row.Adx is { } adx && _zeros.TypeOf(key.DataElement!) is { } type ? adx.ValueFor(ZeroRule.IsNumeric(type)) : row.Value.Value;

    /// <summary>Whether a value of a type is the one that was sent: servers write some in their own way, 7.0 as 7 and YES as true.</summary>
    internal static bool SameValue(string? sent, string? stored, string? type)
    {
        if (sent == stored)
            return true;
        if (ZeroRule.IsNumeric(type) && decimal.TryParse(sent, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var b))
            return a == b;
        return type is "BOOLEAN" or "TRUE_ONLY"
            && (stored, sent?.Trim().ToUpperInvariant()) is ("true", "TRUE" or "YES" or "Y" or "T" or "1") or ("false", "FALSE" or "NO" or "N" or "F" or "0");
    }
}
