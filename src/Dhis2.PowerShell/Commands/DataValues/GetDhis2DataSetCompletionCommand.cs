using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Completion;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Streams which data sets are complete, for which periods and org units.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataSetCompletion", SupportsPaging = true)]
[OutputType(typeof(DataSetCompletion))]
public sealed class GetDhis2DataSetCompletionCommand : Dhis2QueryCmdlet<DataSetCompletion>
{
    private readonly OrgUnitCollector _orgUnits;
    private readonly SelectorIds _selectors;

    /// <summary>Makes the cmdlet.</summary>
    public GetDhis2DataSetCompletionCommand()
    {
        _orgUnits = new OrgUnitCollector(TryRead);
        _selectors = new SelectorIds(Find, (references, work) => ForEachItem(references, work, reference => reference.Item));
    }

    /// <summary>Data sets: ids, names, <c>code:X</c> or objects; also from the property DataSet of objects in the pipeline. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Periods: <c>202401</c> (month), <c>2024Q1</c> (quarter), <c>2024W5</c> (week), <c>20240131</c> (day), <c>2024</c> (year). Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[] Period { get; set; } = [];

    /// <summary>First day of the periods, in place of these; a period that begins before is left out. Example: <c>-StartDate 2024-01-01</c>.</summary>
    [Parameter]
    public TimeArgument? StartDate { get; set; }

    /// <summary>Last day of the periods, in place of these; a period that ends later is left out. Example: <c>-EndDate 2024-06-30</c>.</summary>
    [Parameter]
    public TimeArgument? EndDate { get; set; }

    /// <summary>Org units: ids, names, <c>code:X</c> or objects; also from the property OrgUnit of objects in the pipeline, however many. Example: <c>-OrgUnit BfFftYJpIEv</c>.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganisationUnit")]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Org units of Get-Dhis2OrgUnit, data sets of Get-Dhis2Metadata, ids of org units as texts, or objects with the properties DataSet, Period and OrgUnit.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Also all org units below those given, at any depth.</summary>
    [Parameter]
    public SwitchParameter Children { get; set; }

    /// <summary>Org unit groups: ids, names, <c>code:X</c> or objects.</summary>
    [Parameter]
    public Dhis2Reference[] OrgUnitGroup { get; set; } = [];

    /// <summary>
    /// Only those registered since then: a text, a date or a time. One with a zone, or of this machine's clock (<c>Get-Date</c>), is asked for as the same moment in
    /// the server's time zone; one without is meant by the server's clock. Example: <c>-Created 2024-01-31</c>.
    /// </summary>
    [Parameter]
    public TimeArgument? Created { get; set; }

    /// <summary>Only those registered within a time: a number and <c>d</c>, <c>h</c>, <c>m</c> or <c>s</c>. Example: <c>-CreatedDuration 10d</c>.</summary>
    [Parameter]
    [ValidatePattern("^[0-9]+[dhms]$")]
    public string? CreatedDuration { get; set; }

    /// <summary>The most completions that the server is to send. <c>-First</c> counts what is written.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Limit { get; set; }

    /// <summary>What identifies data sets, org units and option combos in what is written: <c>UID</c> (default), <c>CODE</c> or <c>NAME</c>. Example: <c>-IdScheme CODE</c>.</summary>
    [Parameter]
    [ValidateSet("UID", "CODE", "NAME")]
    public string? IdScheme { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading completions";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        PipedPlace.Check(InputObject);
        var query = new DataValueQuery { Periods = PipedPlace.Periods(Period), Children = Children, Limit = Limit };
        (string List, Dhis2Reference[] Given)[] selectors = [("dataSets", DataSet), ("organisationUnits", OrgUnit), ("organisationUnitGroups", OrgUnitGroup)];
        foreach (var (list, given) in selectors)
        {
            var references = PipedPlace.With(InputObject, given, list);
            var ids = _selectors.Ids(list, references, []);
            // Each of them has been reported as an error; a query without this selector would return others.
            if (ids.Count == 0 && references.Count > 0)
                return;
            query = list == "dataSets" ? query with { DataSets = ids } : list == "organisationUnits" ? query with { OrgUnits = ids } : query with { OrgUnitGroups = ids };
        }
        _orgUnits.Add(query);
    }

    /// <inheritdoc/>
    protected override void Finish() => _orgUnits.ReadRest();

    private bool TryRead(DataValueQuery gathered)
    {
        var isRead = false;
        ForEachItem([gathered], query =>
        {
            var reader = new DataSetCompletionReader(Caller, (orgUnit, refusal) => Post(() => WriteError(refusal, orgUnit)));
            var wanted = Of(query);
            Write(QuerySource.Stream(token => reader.ReadAsync(wanted, token)));
            isRead = true;
        }, query => string.Join(", ", query.OrgUnits.Count > 0 ? query.OrgUnits : query.DataSets));
        return isRead;
    }

    // What selects completions selects data values, too: org units of the pipeline are gathered for both alike.
    private DataSetCompletionQuery Of(DataValueQuery gathered) => new()
    {
        DataSets = gathered.DataSets,
        Periods = gathered.Periods,
        OrgUnits = gathered.OrgUnits,
        OrgUnitGroups = gathered.OrgUnitGroups,
        Children = gathered.Children,
        Limit = gathered.Limit,
        StartDate = StartDate?.Day,
        EndDate = EndDate?.Day,
        Created = Created?.OnServer(() => Await(token => ServerTimeZone.ReadAsync(Caller, token))),
        CreatedDuration = CreatedDuration,
        IdScheme = IdScheme,
    };
}
