namespace Dhis2.Client.Http;

/// <summary>
/// Names that a caller's further query parameters may not hold, because an option decides them or the client has to: sent a second time they would
/// change what the request does behind the back of whoever judges its answer.
/// </summary>
/// <param name="instead">What to use in place of each name.</param>
internal sealed class ReservedParameters(IReadOnlyDictionary<string, string> instead)
{
    private const string AsJson = "Leave it out: values are sent and read as JSON. Invoke-Dhis2Request takes other formats.";

    /// <summary>Those of an import of data values.</summary>
    public static ReservedParameters OfImport { get; } = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["async"] = Use("-Async"),
        ["dryRun"] = Use("-WhatIf"),
        ["importStrategy"] = Use("-ImportStrategy"),
        ["strategy"] = Use("-ImportStrategy"),
        ["force"] = Use("-OverrideLock"),
        ["skipAudit"] = Use("-SkipAudit"),
        ["preheatCache"] = Use("-PreheatCache"),
        ["skipExistingCheck"] = Use("-SkipExistingCheck"),
        ["strictPeriods"] = Use("-ServerCheck Periods"),
        ["strictDataElements"] = Use("-ServerCheck DataElements"),
        ["strictCategoryOptionCombos"] = Use("-ServerCheck CategoryOptionCombos"),
        ["strictAttributeOptionCombos"] = Use("-ServerCheck AttributeOptionCombos"),
        ["strictOrganisationUnits"] = Use("-ServerCheck OrgUnits"),
        ["requireCategoryOptionCombo"] = Use("-ServerCheck CategoryOptionComboGiven"),
        ["requireAttributeOptionCombo"] = Use("-ServerCheck AttributeOptionComboGiven"),
        ["dataSet"] = Use("-DataSet"),
        ["period"] = Use("-Period"),
        ["orgUnit"] = Use("-OrgUnit"),
        ["attributeOptionCombo"] = Use("-AttributeOptionCombo"),
        ["idScheme"] = Use("-IdScheme"),
        ["dataElementIdScheme"] = Use("-DataElementIdScheme"),
        ["orgUnitIdScheme"] = Use("-OrgUnitIdScheme"),
        ["categoryOptionComboIdScheme"] = Use("-CategoryOptionComboIdScheme"),
        ["attributeOptionComboIdScheme"] = Use("-CategoryOptionComboIdScheme"),
        ["dataSetIdScheme"] = "Leave it out, and give the data set by its uid: -DataSet.",
        ["format"] = AsJson,
        ["compression"] = AsJson,
    });

    /// <summary>Those of reading data values.</summary>
    public static ReservedParameters OfExport { get; } = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["dataSet"] = Use("-DataSet"),
        ["dataElementGroup"] = Use("-DataElementGroup"),
        ["dataElement"] = Use("-DataElement"),
        ["period"] = Use("-Period"),
        ["startDate"] = Use("-StartDate"),
        ["endDate"] = Use("-EndDate"),
        ["orgUnit"] = Use("-OrgUnit"),
        ["children"] = Use("-Children"),
        ["orgUnitGroup"] = Use("-OrgUnitGroup"),
        ["attributeOptionCombo"] = Use("-AttributeOptionCombo"),
        ["includeDeleted"] = Use("-IncludeDeleted"),
        ["lastUpdated"] = Use("-LastUpdated"),
        ["lastUpdatedDuration"] = Use("-LastUpdatedDuration"),
        ["limit"] = Use("-Limit"),
        ["level"] = Use("-Level"),
        ["order"] = Use("-Order"),
        ["idScheme"] = Use("-IdScheme"),
        ["dataElementIdScheme"] = Use("-DataElementIdScheme"),
        ["orgUnitIdScheme"] = Use("-OrgUnitIdScheme"),
        ["categoryOptionComboIdScheme"] = Use("-CategoryOptionComboIdScheme"),
        ["attributeOptionComboIdScheme"] = Use("-CategoryOptionComboIdScheme"),
        ["format"] = AsJson,
        ["compression"] = AsJson,
        ["attachment"] = AsJson,
    });

    /// <summary>Refuses a query that holds one of the names, in whatever case.</summary>
    /// <exception cref="Dhis2InputException">It does; the advice names the parameter to use.</exception>
    public void Check(QueryParameters query)
    {
        foreach (var (name, _) in query)
        {
            if (instead.TryGetValue(name, out var advice))
                throw new Dhis2InputException($"-Query cannot hold '{name}': what it says is decided elsewhere.", advice) { Item = name };
        }
    }

    private static string Use(string parameter) => $"Use {parameter}.";
}
