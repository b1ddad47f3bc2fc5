using Dhis2.Client.Periods;

namespace Dhis2.Client.DataValues.Preflight;

/// <summary>What a data set says of the values it takes. Names are those of the id schemes of the import.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name under the id scheme of data sets; null where it has none.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="PeriodType">The type of its periods.</param>
/// <param name="ComboUid">The category combo of its attribute option combos.</param>
/// <param name="OpenFuturePeriods">How many periods behind the last one that is over it takes; null where that number does not decide.</param>
/// <param name="Elements">Its data elements.</param>
internal sealed record DataSetFacts(
    string Uid, string? Name, string DisplayName, string PeriodType, string? ComboUid, int? OpenFuturePeriods, IReadOnlyDictionary<string, ElementFacts> Elements)
{
    /// <summary>The org units it is assigned to, with the days they are open; null until they are asked for.</summary>
    public IReadOnlyDictionary<string, OrgUnitSpan>? OrgUnits { get; set; }

    /// <summary>Whether the option combos of its category combos have been asked for.</summary>
    public bool HasCombos { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{DisplayName} ({Uid})";
}

/// <summary>What a data element says of its values.</summary>
/// <param name="ComboUid">The uid of the category combo that it has in the data set.</param>
/// <param name="ValueType">The type of its values, such as <c>INTEGER</c>.</param>
/// <param name="OptionSet">The uid of the option set that its values are of; null for none.</param>
/// <param name="CommentOptionSet">The uid of the option set that comments on them are of; null for none.</param>
internal sealed record ElementFacts(string ComboUid, string ValueType, string? OptionSet, string? CommentOptionSet);

/// <summary>The days on which an org unit is open.</summary>
/// <param name="Opening">The first; null where it is not known.</param>
/// <param name="Closed">The last; null where it is not closed.</param>
internal sealed record OrgUnitSpan(DateTime? Opening, DateTime? Closed)
{
    /// <summary>Whether a period begins on one of them.</summary>
    public bool Includes(Period period) => !(period.Start < Opening) && !(period.Start > Closed);
}
