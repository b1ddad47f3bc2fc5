using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Streams data values as the server sends them.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataValueSet", SupportsPaging = true)]
[OutputType(typeof(DataValue))]
public sealed class GetDhis2DataValueSetCommand : IdSchemeQueryCmdlet<DataValue>
{
    // Large enough to make the hand-over between threads cheap, small enough to stay in generation 0 of the garbage collector.
    private const int BatchSize = 1000;

    private readonly OrgUnitCollector _orgUnits;
    private readonly SelectorIds _selectors;

    // Properties that bind to parameters: an object that has one needs no known type.
    private static readonly string[] s_names = [nameof(OrgUnit), nameof(DataSet), nameof(Period)];

    /// <summary>Makes the cmdlet.</summary>
    public GetDhis2DataValueSetCommand()
    {
        _orgUnits = new OrgUnitCollector(TryRead);
        _selectors = new SelectorIds(Find, (references, work) => ForEachItem(references, work, reference => reference.Item));
    }

    /// <summary>Data sets to read values of.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Data element groups to read values of.</summary>
    [Parameter]
    public Dhis2Reference[] DataElementGroup { get; set; } = [];

    /// <summary>Data elements to read values of.</summary>
    [Parameter]
    public Dhis2Reference[] DataElement { get; set; } = [];

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
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Org units, data sets, data elements or groups of these, as cmdlets give them, or ids of org units; objects with the properties OrgUnit, DataSet or Period.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>With all org units below those given.</summary>
    [Parameter]
    public SwitchParameter Children { get; set; }

    /// <summary>Org unit groups.</summary>
    [Parameter]
    public Dhis2Reference[] OrgUnitGroup { get; set; } = [];

    /// <summary>Attribute option combos.</summary>
    [Parameter]
    public Dhis2Reference[] AttributeOptionCombo { get; set; } = [];

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
        var query = NewQuery();
        foreach (var (list, references) in Selectors())
        {
            var ids = _selectors.Ids(list, references, query.Extra);
            // Each of them has been reported as an error; a query without this selector would return other values.
            if (ids.Count == 0 && references.Count > 0)
                return;
            query = With(query, list, ids);
        }
        _orgUnits.Add(query);
    }

    /// <inheritdoc/>
    protected override void Finish() => _orgUnits.ReadRest();

    // What was given for each list, by parameters and by the pipeline object. The object's type decides its list: an id alone does not say what it is of.
    private List<(string List, IReadOnlyList<Dhis2Reference> References)> Selectors()
    {
        List<(string List, IReadOnlyList<Dhis2Reference> References)> given =
        [
            ("dataSets", Given(DataSet)), ("dataElementGroups", Given(DataElementGroup)), ("dataElements", Given(DataElement)), ("organisationUnits", Given(OrgUnit)),
            ("organisationUnitGroups", Given(OrgUnitGroup)), ("categoryOptionCombos", Given(AttributeOptionCombo)),
        ];
        if (InputObject is not { } input)
            return given;
        var list = MetadataReference.TypeOf(input) ?? (input.BaseObject is string ? "organisationUnits" : null);
        var at = given.FindIndex(g => g.List == list);
        if (at >= 0)
            given[at] = (list!, [.. given[at].References, new Dhis2Reference(input)]);
        else if (list is not null || !Array.Exists(s_names, name => input.Properties[name] is not null))
            throw Unclear(input);
        return given;
    }

    // A property of a piped object may be null.
    private static List<Dhis2Reference> Given(Dhis2Reference?[]? references) => [.. (references ?? []).OfType<Dhis2Reference>()];

    private static DataValueQuery With(DataValueQuery query, string list, IReadOnlyList<string> ids) => list switch
    {
        "dataSets" => query with { DataSets = ids },
        "dataElementGroups" => query with { DataElementGroups = ids },
        "dataElements" => query with { DataElements = ids },
        "organisationUnits" => query with { OrgUnits = ids },
        "organisationUnitGroups" => query with { OrgUnitGroups = ids },
        _ => query with { AttributeOptionCombos = ids },
    };

    private static Dhis2InputException Unclear(PSObject input) => new(
        $"'{input}' does not say whether it is an org unit or a data set.", "Pipe what Get-Dhis2OrgUnit or Get-Dhis2Metadata gives, or objects with the properties OrgUnit, DataSet or Period.")
    { Item = input };

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

    private DataValueQuery NewQuery() => new()
    {
        Periods = Period,
        StartDate = StartDate?.Day,
        EndDate = EndDate?.Day,
        Children = Children,
        IncludeDeleted = IncludeDeleted,
        LastUpdated = LastUpdated?.OnServer(() => Await(token => ServerTimeZone.ReadAsync(Caller, token))),
        LastUpdatedDuration = LastUpdatedDuration,
        Limit = Limit,
        Schemes = Schemes,
        Extra = QueryArgument.Parse(Query),
    };
}
