using System.Globalization;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Periods;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Preflight;

/// <summary>
/// What 2.43 refuses all rows of a request for, as far as metadata tell, in the order in which it looks (server: <c>DefaultDataEntryService</c>).
/// 2.40 to 2.42 store most of these rows.
/// </summary>
internal sealed class RowRules(DataSetCatalog catalog)
{
    // The server may be a day ahead.
    private readonly DateTime _today = DateTime.UtcNow.Date.AddDays(1);
    private readonly Dictionary<string, Period?> _periods = new(StringComparer.Ordinal);

    /// <summary>Whether the server counts in the ISO calendar; where it does not, nothing is said of periods.</summary>
    public bool IsIsoCalendar { get; private init; }

    // Periods of an org unit that begin before it opened or after it closed.
    private bool RefusesClosed { get; init; }

    // Periods that are not open yet, which administrators may fill.
    private bool RefusesFuture { get; init; }

    // In the id scheme of the import; null where the account cannot see it.
    private string? DefaultComboId { get; init; }

    /// <summary>The rules of a server, for data sets that have been read.</summary>
    public static async Task<RowRules> ReadAsync(
        Dhis2Caller caller, IdSchemes schemes, DataSetCatalog catalog, bool refusesClosed, bool refusesFuture, CancellationToken cancellationToken)
    {
        var info = await SystemInfoReader.ReadAsync(caller, refresh: false, cancellationToken).ConfigureAwait(false);
        return new RowRules(catalog)
        {
            IsIsoCalendar = info.Calendar is null or "iso8601" or "gregorian",
            RefusesClosed = refusesClosed,
            RefusesFuture = refusesFuture,
            DefaultComboId = await DefaultCombo.OfAsync(caller, schemes, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Why the data set does not take the row; null where nothing is known against it.</summary>
    public RowFault? Check(ImportRow given, DataSetFacts set)
    {
        var row = given.Value;
        if (!set.Elements.TryGetValue(row.DataElement!, out var element))
            return new RowFault("E8020", $"The data element {row.DataElement} is not in the data set {set}.");
        OrgUnitSpan? open = null;
        if (set.OrgUnits is { } units && !units.TryGetValue(row.OrgUnit!, out open))
            return new RowFault("E8022", $"The org unit {row.OrgUnit} is not assigned to the data set {set}.");
        var period = IsIsoCalendar ? PeriodOf(row.Period!) : null;
        if (period is not null && set.PeriodType.Length > 0 && period.Type != set.PeriodType)
            return new RowFault("E8021", $"The period {period.Id} is of the type {period.Type}, and the data set {set} has the type {set.PeriodType}.");
        return CheckCombos(given, set, element.ComboUid) ?? (period is null ? null : CheckTime(row, set, period, open));
    }

    /// <summary>Whether the row leaves out the category option combo of a data element that is broken down: all versions store it under the default one.</summary>
    public bool IsUnderDefault(DataValue row, DataSetFacts set) =>
        row.CategoryOptionCombo is null && DefaultComboId is not null && set.Elements.TryGetValue(row.DataElement!, out var element) && catalog.Has(element.ComboUid, DefaultComboId) == false;

    /// <summary>Whether a row of ADX names neither an option combo nor categories for a data element that is broken down.</summary>
    public bool IsWithoutCategories(ImportRow row, DataSetFacts set) => row is { Adx: not null, CategoryKey: null } && IsUnderDefault(row.Value, set);

    private RowFault? CheckCombos(ImportRow given, DataSetFacts set, string combo)
    {
        var row = given.Value;
        // Categories of ADX are the server's to look up.
        if (given.AttributeKey == row.AttributeOptionCombo && (row.AttributeOptionCombo ?? DefaultComboId) is { } attribute && catalog.Has(set.ComboUid, attribute) == false)
        {
            return new RowFault("E8023", row.AttributeOptionCombo is null
                ? $"The row has no attribute option combo, and the data set {set} wants one."
                : $"The attribute option combo {attribute} is none of the data set {set}.");
        }
        if (row.CategoryOptionCombo is { } category && catalog.Has(combo, category) == false)
            return new RowFault("E8024", $"The category option combo {category} is none of the data element {row.DataElement} in the data set {set}.");
        return null;
    }

    private RowFault? CheckTime(DataValue row, DataSetFacts set, Period period, OrgUnitSpan? open)
    {
        if (RefusesFuture && PeriodsAhead(period) >= set.OpenFuturePeriods)
            return new RowFault("E8030", $"The period {period.Id} is not open yet in the data set {set}.");
        // Some versions go by the last day of the period, too; the server says so then.
        if (!RefusesClosed || open?.Includes(period) != false)
            return null;
        return period.Start < open.Opening
            ? new RowFault("E8031", $"The org unit {row.OrgUnit} opened on {Day(open.Opening)}, after the period {period.Id} began.")
            : new RowFault("E8031", $"The org unit {row.OrgUnit} closed on {Day(open.Closed)}, before the period {period.Id} began.");
    }

    // How many periods it is ahead of the last one that is over: the one of today is none ahead. Less than none for a period that is over.
    private int PeriodsAhead(Period period)
    {
        if (period.End < _today)
            return -1;
        var days = (period.Start - _today).Days;
        if (days <= 0)
            return 0;
        if (period.Start.Day != 1 || period.End.AddDays(1).Day != 1)
            return Parts(days, (period.End - period.Start).Days + 1);
        return Parts(MonthOf(period.Start) - MonthOf(_today), MonthOf(period.End) - MonthOf(period.Start) + 1);
    }

    private static int Parts(int distance, int length) => (distance + length - 1) / length;

    private static int MonthOf(DateTime day) => (day.Year * 12) + day.Month;

    private static string Day(DateTime? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "an unknown day";

    private Period? PeriodOf(string text)
    {
        if (!_periods.TryGetValue(text, out var period))
            _periods[text] = period = PeriodParser.Parse(text);
        return period;
    }
}
