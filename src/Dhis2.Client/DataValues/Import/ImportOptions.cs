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

    /// <summary>Reads back the rows of every answer, good ones too.</summary>
    public bool Verify { get; init; }

    /// <summary>Reads nothing back: what an answer leaves open stays unknown.</summary>
    public bool NoReadBack { get; init; }

    /// <summary>Sends rows without a look at the metadata of their data sets.</summary>
    public bool SkipPreflight { get; init; }

    /// <summary>On 2.40 to 2.42: rejects rows that 2.43 would refuse by the metadata of their data sets, and that these servers would store.</summary>
    public bool Strict { get; init; }

    /// <summary>The share of the rows to import, by org unit; null for all of them.</summary>
    public ImportPartition? Partition { get; init; }

    /// <summary>Rows a request; null lets it grow by the clock.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How many requests may be under way at once. Servers import one after the other, or fail where two write the same values.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Whatever has no property here. Names that these options or the importer decide are refused when the import begins.</summary>
    public QueryParameters Extra { get; init; } = [];

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
        AddTo([]);
    }

    internal void AddTo(QueryParameters query)
    {
        query.Add("importStrategy", Strategy switch
        {
            ImportStrategy.Create => "CREATE",
            ImportStrategy.Update => "UPDATE",
            ImportStrategy.Delete => "DELETE",
            _ => "CREATE_AND_UPDATE",
        });
        query.Add("dryRun", Flag(DryRun)).Add("force", Flag(OverrideLock)).Add("skipAudit", Flag(SkipAudit)).Add("preheatCache", Flag(PreheatCache));
        Schemes.AddTo(query);
        query.AddRange(Extra);
    }

    private static bool? Flag(bool value) => value ? true : null;
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
