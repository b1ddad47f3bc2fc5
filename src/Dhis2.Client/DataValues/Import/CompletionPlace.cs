namespace Dhis2.Client.DataValues.Import;

/// <summary>The period and org unit for which rows complete a data set, and whether one of the rows is of them: else the completion is most likely a mistake.</summary>
internal sealed class CompletionPlace(DataValue place)
{
    /// <summary>Whether a row of the place was met.</summary>
    public bool IsMet { get; private set; }

    /// <summary>Looks at a row.</summary>
    public void Take(DataValue row) => IsMet |= row.Period == place.Period && row.OrgUnit == place.OrgUnit;
}
