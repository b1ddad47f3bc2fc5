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

    /// <summary>Uids of data sets. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Uids of data element groups.</summary>
    [Parameter]
    public Dhis2Reference[] DataElementGroup { get; set; } = [];

    /// <summary>Uids of data elements.</summary>
    [Parameter]
    public Dhis2Reference[] DataElement { get; set; } = [];

    /// <summary>Periods: <c>202401</c> (month), <c>2024Q1</c> (quarter), <c>2024W5</c> (week), <c>20240131</c> (day), <c>2024</c> (year). Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] Period { get; set; } = [];

    /// <summary>First day, in place of periods. Example: <c>-StartDate 2024-01-01</c>.</summary>
    [Parameter]
    public TimeArgument? StartDate { get; set; }

    /// <summary>Last day, in place of periods. Example: <c>-EndDate 2024-06-30</c>.</summary>
    [Parameter]
    public TimeArgument? EndDate { get; set; }

    /// <summary>Uids of org units, also from the property OrgUnit of objects in the pipeline, however many. Example: <c>-OrgUnit BfFftYJpIEv</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>
    /// What to read the values of: org units, data sets, data elements or groups of these as Get-Dhis2OrgUnit and Get-Dhis2Metadata give them, ids of org
    /// units as texts, or objects with the properties OrgUnit, DataSet or Period. An object that has an id and does not say what it is of is refused.
    /// Example: <c>Get-Dhis2Metadata dataSets | Get-Dhis2DataValueSet -OrgUnit NsC1i1qXUIa -Period 202401</c>.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Also all org units below those given, at any depth.</summary>
    [Parameter]
    public SwitchParameter Children { get; set; }

    /// <summary>Uids of org unit groups.</summary>
    [Parameter]
    public Dhis2Reference[] OrgUnitGroup { get; set; } = [];

    /// <summary>Uids of attribute option combos.</summary>
    [Parameter]
    public Dhis2Reference[] AttributeOptionCombo { get; set; } = [];

    /// <summary>Also values that were deleted and that the server still remembers.</summary>
    [Parameter]
    public SwitchParameter IncludeDeleted { get; set; }

    /// <summary>
    /// Only values changed since then: a text, a date or a time, and also the LastUpdated of a value that was read. One with a zone, or of this machine's
    /// clock (<c>Get-Date</c>), is asked for as the same moment in the server's time zone; one without is meant by the server's clock. Example:
    /// <c>-LastUpdated 2024-01-31</c> or <c>-LastUpdated 2024-01-31T18:00:00Z</c>.
    /// </summary>
    [Parameter]
    public TimeArgument? LastUpdated { get; set; }

    /// <summary>Only values changed within a time: a number and <c>d</c>, <c>h</c>, <c>m</c> or <c>s</c>. Example: <c>-LastUpdatedDuration 10d</c>.</summary>
    [Parameter]
    [ValidatePattern("^[0-9]+[dhms]$")]
    public string? LastUpdatedDuration { get; set; }

    /// <summary>The most values that the server is to send. <c>-First</c> counts what is written.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Limit { get; set; }

    /// <summary>
    /// Query parameters that have no parameter here: a hashtable (an array as value repeats the name), or texts of the form <c>name=value</c>, which keep
    /// their order. Example: <c>-Query @{ skipSharing = $true }</c> or <c>-Query 'a=1', 'a=2'</c>. What has a parameter here, and <c>format</c>,
    /// <c>compression</c> and <c>attachment</c>, are refused: the error names what to use.
    /// </summary>
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
