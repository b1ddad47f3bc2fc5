using System.Globalization;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Leaves the last of several rows for one value: left to themselves, servers take the first or the last as it comes (2.40 to 2.42), or refuse all rows (2.43).
/// Rows of batches that went before are there already: the later row overwrites them, which is told,
/// at any distance, as long as the disk takes the keys of those that are not in memory. So it is with rows that an earlier run of the import sent.
/// </summary>
internal sealed class DuplicateFilter(Dhis2Caller caller, ImportOptions options, Ledger<ImportRow> ledger, SentKeys? sent = null)
{
    private readonly SentKeys _sent = sent ?? new SentKeys();
    private bool _saidFull;

    // Of the batch at hand; kept, because a new one for each batch would be large garbage.
    private readonly Dictionary<ValueKey, LedgerEntry<ImportRow>> _last = [];
    private ComboSpelling _categories;
    private ComboSpelling _attributes;
    private string? _defaultCombo;

    /// <summary>Whether some of the rows that were looked at last are for a value of an earlier batch.</summary>
    public bool RepeatsEarlier { get; private set; }

    /// <summary>The rows that are to be sent: without those that a later one overrides, which are skipped, and without those that an earlier run settled.</summary>
    public async Task<IReadOnlyList<LedgerEntry<ImportRow>>> ApplyAsync(IReadOnlyList<LedgerEntry<ImportRow>> rows, CancellationToken cancellationToken)
    {
        // Only where some rows spell an option combo and others leave it out does the default's own id matter.
        foreach (var row in rows)
        {
            _categories.Learn(row.Row.CategoryId);
            _attributes.Learn(row.Row.AttributeId);
        }
        if (_categories.IsMixed || _attributes.IsMixed)
            _defaultCombo ??= await DefaultCombo.OfAsync(caller, options.Schemes, cancellationToken).ConfigureAwait(false);
        _last.Clear();
        HashSet<LedgerEntry<ImportRow>>? leftOut = null;
        foreach (var row in rows)
        {
            var key = Key(row.Row);
            if (row.IsSettled)
                (leftOut ??= []).Add(row);
            if (_last.TryGetValue(key, out var earlier) && IsSentBefore(earlier, row))
            {
                WarnOfEarlier(row, earlier.Row.Place);
            }
            else if (earlier is not null)
            {
                (leftOut ??= []).Add(earlier);
                ledger.Settle(earlier, ImportOutcome.Skipped, $"A later row ({row.Row.Place}) is for the same value and counts instead.");
            }
            _last[key] = row;
        }
        var left = leftOut is null ? rows : rows.Where(row => !leftOut.Contains(row)).ToList();
        // What is not watched may repeat anything.
        RepeatsEarlier = _sent.IsFull;
        foreach (var (key, row) in _last)
            Remember(key, row);
        return left;
    }

    private void Remember(in ValueKey key, LedgerEntry<ImportRow> row)
    {
        if (_sent.Replace(key, row.Row) is { } before)
        {
            RepeatsEarlier |= !row.IsSettled;
            WarnOfEarlier(row, before);
        }
        if (!_sent.IsFull || _saidFull)
            return;
        _saidFull = true;
        if (row.IsSettled)
            return;
        var message = string.Format(
            CultureInfo.InvariantCulture,
            "The rows behind this one are compared with the {0:N0} before it and with those of their own request, and not among each other: whether two of them are for the same value is not watched.",
            _sent.Count);
        ledger.Warn(row, new ImportProblem { Outcome = ImportOutcome.Warning, File = row.Row.File, Line = row.Row.Line, Message = message });
    }

    // A row that an earlier run sent is not passed over: the server may be at work on it still, and overwrite this one. Where it sent both, this one was the last.
    private bool IsSentBefore(LedgerEntry<ImportRow> earlier, LedgerEntry<ImportRow> row) => earlier.IsSettled || (ledger.IsInDoubt(earlier) && !ledger.IsInDoubt(row));

    // The run that settled a row has told it.
    private void WarnOfEarlier(LedgerEntry<ImportRow> row, string earlier)
    {
        if (!row.IsSettled)
            ledger.Warn(row, $"An earlier row ({earlier}) is for the same value and came before this one: where the server takes both, this one counts.");
    }

    private ValueKey Key(ImportRow row) => new(
        row.Value.DataElement, ValueKey.PeriodOf(row.Value.Period), row.Value.OrgUnit, _categories.Of(row.CategoryId, _defaultCombo), _attributes.Of(row.AttributeId, _defaultCombo));

    /// <summary>How option combos are spelt. The first spelling stays that of the keys, so that those of earlier batches hold.</summary>
    private struct ComboSpelling
    {
        private bool _isFirstSpelt;
        private bool _hasSpelt;
        private bool _hasOmitted;

        public readonly bool IsMixed => _hasSpelt && _hasOmitted;

        public void Learn(string? combo)
        {
            if (combo is null)
                _hasOmitted = true;
            else
                _hasSpelt = true;
            _isFirstSpelt |= !_hasOmitted;
        }

        public readonly string? Of(string? combo, string? defaultCombo)
        {
            if (!IsMixed || defaultCombo is null)
                return combo;
            return _isFirstSpelt ? combo ?? defaultCombo : combo == defaultCombo ? null : combo;
        }
    }
}
