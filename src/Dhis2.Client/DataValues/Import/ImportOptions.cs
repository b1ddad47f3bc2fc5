using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Import;

/// <summary>How data values are imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Data set of rows that name none.</summary>
    public string? DataSet { get; init; }

    /// <summary>Period of rows that name none.</summary>
    public string? Period { get; init; }

    /// <summary>Org unit of rows that name none.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Attribute option combo of rows that name none.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>What may happen to values: new ones, changed ones, or deletion.</summary>
    public ImportStrategy Strategy { get; init; } = ImportStrategy.CreateAndUpdate;

    /// <summary>What identifies things in the rows.</summary>
    public IdSchemes Schemes { get; init; } = new();

    /// <summary>Asks the server what would happen, and stores nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Passes over locks and approvals; counts for superusers only.</summary>
    public bool OverrideLock { get; init; }

    /// <summary>Writes no audit trail (2.40 to 2.42).</summary>
    public bool SkipAudit { get; init; }

    /// <summary>Loads all org units and data elements before it starts: quicker for large imports (2.40 to 2.42).</summary>
    public bool PreheatCache { get; init; }

    /// <summary>Takes all values for new ones and looks for none of them: quicker, and right only where none of them is there (2.40 to 2.42).</summary>
    public bool SkipExistingCheck { get; init; }

    /// <summary>What the server is to check that it does not check by itself (2.40 to 2.42).</summary>
    public IReadOnlyCollection<ImportCheck> ServerChecks { get; init; } = [];

    /// <summary>The day on which the data set is marked as complete once all rows are in, as <c>2024-02-05</c>; null marks nothing. Needs data set, period and org unit.</summary>
    public string? CompleteDate { get; init; }

    /// <summary>Reads back the rows of every answer, good ones too.</summary>
    public bool Verify { get; init; }

    /// <summary>Reads nothing back: what an answer leaves open stays unknown.</summary>
    public bool NoReadBack { get; init; }

    /// <summary>Sends rows without a look at the metadata of their data sets.</summary>
    public bool SkipPreflight { get; init; }

    /// <summary>On 2.40 to 2.42: rejects the rows that 2.43 would refuse by the metadata of their data sets before they are sent, those included that these servers would store.</summary>
    public bool Strict { get; init; }

    /// <summary>The share of the rows to import, by org unit; null for all of them.</summary>
    public ImportPartition? Partition { get; init; }

    /// <summary>Rows a request; null lets it grow by the clock.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How many requests may be under way at once. Servers import one after the other, or fail where two write the same values.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Whatever has no property here. Names that these options or the importer decide are refused when the import begins.</summary>
    public QueryParameters Extra { get; init; } = [];

    /// <summary>Whether the rows are of ADX, and go out as such.</summary>
    internal bool IsAdx { get; init; }

    /// <summary>For tests: the wait between two looks at a store that may still change.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Checks all that can be told without the server.</summary>
    /// <exception cref="Dhis2InputException">A further parameter says what another option decides, or an id scheme is none.</exception>
    internal void Check()
    {
        ReservedParameters.OfImport.Check(Extra);
        if (Strict && SkipPreflight)
            throw new Dhis2InputException("-Strict is about what -SkipPreflight leaves out.", "Leave out one of the two.") { Item = nameof(Strict) };
        if (Verify && NoReadBack)
            throw new Dhis2InputException("-Verify reads back what -NoReadBack forbids.", "Leave out one of the two.") { Item = nameof(Verify) };
        if (CompleteDate is not null && (DataSet is null || Period is null || OrgUnit is null))
            throw new Dhis2InputException("-CompleteDate marks one data set as complete, for one period and org unit.", "Add -DataSet, -Period and -OrgUnit.") { Item = nameof(CompleteDate) };
        AddTo([]);
    }

    /// <summary>The parameters given that servers from 2.43 on do not know.</summary>
    internal IEnumerable<string> OfOlderServers()
    {
        if (SkipAudit)
            yield return "-SkipAudit";
        if (PreheatCache)
            yield return "-PreheatCache";
        if (SkipExistingCheck)
            yield return "-SkipExistingCheck";
        if (ServerChecks.Count > 0)
            yield return "-ServerCheck";
    }

    /// <summary>What decides what the rows mean and what is done with them: two imports with the same of it are the same.</summary>
    internal QueryParameters Meaning()
    {
        var meaning = new QueryParameters
        {
            { "dataSet", DataSet }, { "period", Period }, { "orgUnit", OrgUnit }, { "attributeOptionCombo", AttributeOptionCombo }, { "partition", Partition?.ToString() },
        };
        AddTo(meaning);
        return meaning;
    }

    internal void AddTo(QueryParameters query)
    {
        query.Add("importStrategy", Text(Strategy));
        query.Add("dryRun", Flag(DryRun)).Add("force", Flag(OverrideLock)).Add("skipAudit", Flag(SkipAudit)).Add("preheatCache", Flag(PreheatCache)).Add("skipExistingCheck", Flag(SkipExistingCheck));
        foreach (var check in ServerChecks.Distinct())
            query.Add(NameOf(check), true);
        Schemes.AddTo(query);
        query.AddRange(Extra);
    }

    /// <summary>A strategy by the server's word.</summary>
    internal static string Text(ImportStrategy strategy) => strategy switch
    {
        ImportStrategy.Create => "CREATE",
        ImportStrategy.Update => "UPDATE",
        ImportStrategy.Delete => "DELETE",
        _ => "CREATE_AND_UPDATE",
    };

    /// <summary>What is said of rows whose file says nothing of itself.</summary>
    internal DataValueSetTerms Terms => new() { Schemes = Schemes, Strategy = Strategy == ImportStrategy.CreateAndUpdate ? null : Strategy };

    private static bool? Flag(bool value) => value ? true : null;

    private static string NameOf(ImportCheck check) => check switch
    {
        ImportCheck.Periods => "strictPeriods",
        ImportCheck.DataElements => "strictDataElements",
        ImportCheck.CategoryOptionCombos => "strictCategoryOptionCombos",
        ImportCheck.AttributeOptionCombos => "strictAttributeOptionCombos",
        ImportCheck.OrgUnits => "strictOrganisationUnits",
        ImportCheck.CategoryOptionComboGiven => "requireCategoryOptionCombo",
        _ => "requireAttributeOptionCombo",
    };
}

/// <summary>What servers of 2.40 to 2.42 check of data values when they are asked to (server: <c>ImportOptions</c>).</summary>
public enum ImportCheck
{
    /// <summary>The period is of the type of a data set of the data element (E7632).</summary>
    Periods,

    /// <summary>The data element is in the data set of the request (E7633).</summary>
    DataElements,

    /// <summary>The category option combo is of the data element's category combo (E7634).</summary>
    CategoryOptionCombos,

    /// <summary>The attribute option combo is of the category combo of a data set of the data element (E7635).</summary>
    AttributeOptionCombos,

    /// <summary>A data set of the data element is assigned to the org unit (E7636).</summary>
    OrgUnits,

    /// <summary>The row names a category option combo (E7630).</summary>
    CategoryOptionComboGiven,

    /// <summary>The row names an attribute option combo (E7631).</summary>
    AttributeOptionComboGiven,
}

/// <summary>What an import may do to values.</summary>
public enum ImportStrategy
{
    /// <summary>Stores new values and changes those that are there.</summary>
    CreateAndUpdate,

    /// <summary>Stores new values only. 2.43 would overwrite all the same: there the values are read before.</summary>
    Create,

    /// <summary>Changes values that are there only. 2.43 would create all the same: there the values are read before.</summary>
    Update,

    /// <summary>Deletes the values.</summary>
    Delete,
}
