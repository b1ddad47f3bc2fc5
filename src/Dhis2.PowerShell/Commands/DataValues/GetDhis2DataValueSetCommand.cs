using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Streams data values as the server sends them.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataValueSet", SupportsPaging = true)]
[OutputType(typeof(DataValue))]
public sealed class GetDhis2DataValueSetCommand : IdSchemeQueryCmdlet<DataValue>
{
    // Large enough to make the hand-over between threads cheap, small enough to stay in the youngest generation.
    private const int BatchSize = 1000;

    private readonly OrgUnitCollector _orgUnits;

    // Properties of objects that are parameters here.
    private static readonly string[] s_names = [nameof(OrgUnit), nameof(DataSet), nameof(Period)];

    /// <summary>Makes the cmdlet.</summary>
    public GetDhis2DataValueSetCommand() => _orgUnits = new OrgUnitCollector(TryRead);

    /// <summary>Data sets to read values of.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public string[] DataSet { get; set; } = [];

    /// <summary>Data element groups to read values of.</summary>
    [Parameter]
    public string[] DataElementGroup { get; set; } = [];

    /// <summary>Data elements to read values of.</summary>
    [Parameter]
    public string[] DataElement { get; set; } = [];

    /// <summary>Periods, such as 202401 or 2024Q1.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] Period { get; set; } = [];

    /// <summary>First day, in place of periods.</summary>
    [Parameter]
    public TimeArgument? StartDate { get; set; }

    /// <summary>Last day, in place of periods.</summary>
    [Parameter]
    public TimeArgument? EndDate { get; set; }

    /// <summary>Org units.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] OrgUnit { get; set; } = [];

    /// <summary>Org units, data sets, data elements or groups of these, as cmdlets give them, or ids of org units; objects with the properties OrgUnit, DataSet or Period.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>With all org units below those given.</summary>
    [Parameter]
    public SwitchParameter Children { get; set; }

    /// <summary>Org unit groups.</summary>
    [Parameter]
    public string[] OrgUnitGroup { get; set; } = [];

    /// <summary>Attribute option combos.</summary>
    [Parameter]
    public string[] AttributeOptionCombo { get; set; } = [];

    /// <summary>Deleted values, too.</summary>
    [Parameter]
    public SwitchParameter IncludeDeleted { get; set; }

    /// <summary>Only values changed since then: a time of any zone, or, where it has none, of the server's clock.</summary>
    [Parameter]
    public TimeArgument? LastUpdated { get; set; }

    /// <summary>Only values changed within a time, such as 10d or 12h.</summary>
    [Parameter]
    [ValidatePattern("^[0-9]+[dhms]$")]
    public string? LastUpdatedDuration { get; set; }

    /// <summary>The most values the server is to send.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Limit { get; set; }

    /// <summary>Further query parameters.</summary>
    [Parameter]
    public object? Query { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading data values";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var query = ToQuery();
        if (InputObject is not null)
            query = Add(query, InputObject);
        _orgUnits.Add(query);
    }

    /// <inheritdoc/>
    protected override void Finish() => _orgUnits.ReadRest();

    // What an object is, its type says; that it has an id does not.
    private static DataValueQuery Add(DataValueQuery query, PSObject input)
    {
        var id = input.BaseObject as string ?? PSObjectReader.Text(input, "id");
        return MetadataReference.TypeOf(input) switch
        {
            "organisationUnits" when id is not null => query with { OrgUnits = [.. query.OrgUnits, id] },
            "organisationUnitGroups" when id is not null => query with { OrgUnitGroups = [.. query.OrgUnitGroups, id] },
            "dataSets" when id is not null => query with { DataSets = [.. query.DataSets, id] },
            "dataElements" when id is not null => query with { DataElements = [.. query.DataElements, id] },
            "dataElementGroups" when id is not null => query with { DataElementGroups = [.. query.DataElementGroups, id] },
            null when input.BaseObject is string unit => query with { OrgUnits = [.. query.OrgUnits, unit] },
            null when Array.Exists(s_names, name => input.Properties[name] is not null) => query,
            _ => throw new Dhis2InputException(
                $"'{input}' does not say whether it is an org unit or a data set.", "Pipe what Get-Dhis2OrgUnit or Get-Dhis2Metadata gives, or objects with the properties OrgUnit, DataSet or Period.")
            { Item = input },
        };
    }

    private static string Target(DataValueQuery query) => string.Join(", ", query.OrgUnits.Count > 0 ? query.OrgUnits : query.DataSets);

    private bool TryRead(DataValueQuery query)
    {
        var isRead = false;
        ForEachItem([query], q =>
        {
            Read(q);
            isRead = true;
        }, Target);
        return isRead;
    }

    private void Read(DataValueQuery query)
    {
        var reader = new OrgUnitValueReader(Caller, BatchSize, token => ServerTimeZone.ReadAsync(Caller, token), (orgUnit, refusal) => Post(() => WriteError(refusal, orgUnit)));
        Write(QuerySource.Stream(token => reader.ReadAsync(query, token)));
    }

    private DataValueQuery ToQuery() => new()
    {
        DataSets = DataSet,
        DataElementGroups = DataElementGroup,
        DataElements = DataElement,
        Periods = Period,
        StartDate = StartDate?.Day,
        EndDate = EndDate?.Day,
        OrgUnits = OrgUnit,
        Children = Children,
        OrgUnitGroups = OrgUnitGroup,
        AttributeOptionCombos = AttributeOptionCombo,
        IncludeDeleted = IncludeDeleted,
        LastUpdated = LastUpdated?.OnServer(() => Await(token => ServerTimeZone.ReadAsync(Caller, token))),
        LastUpdatedDuration = LastUpdatedDuration,
        Limit = Limit,
        Schemes = Schemes,
        Extra = QueryArgument.Parse(Query),
    };
}
