using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

// What can be given to it.
public abstract partial class DataValueSelectionCmdlet<T>
{
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

    /// <summary>Only org units of this level of the tree, among those below with <c>-Children</c> and those of groups: 1 is the top. 2.43 and later. Example: <c>-Level 4</c>.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? Level { get; set; }

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

    /// <summary>Only values changed within a time before now: a number and <c>d</c>, <c>h</c>, <c>m</c> or <c>s</c>. Example: <c>-LastUpdatedDuration 10d</c>.</summary>
    [Parameter]
    [ValidatePattern("^[0-9]+[dhms]$")]
    public string? LastUpdatedDuration { get; set; }

    /// <summary>The most values that the server is to send, in all its answers together.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Limit { get; set; }

    /// <summary>
    /// What the values are ordered by, the most significant first. 2.43 and later, and for selections of one request: beyond some hundred org units or
    /// periods use Sort-Object. Example: <c>-Order Period, OrgUnit</c>.
    /// </summary>
    [Parameter]
    public DataValueOrder[] Order { get; set; } = [];

    /// <summary>
    /// Query parameters that have no parameter here: a hashtable (an array as value repeats the name), or texts of the form <c>name=value</c>, which keep
    /// their order. Example: <c>-Query @{ inputIdScheme = 'CODE' }</c> (then what is asked for is given by code) or <c>-Query 'offset=100'</c>. What has a
    /// parameter here, and <c>format</c>, <c>compression</c> and <c>attachment</c>, are refused: the error names what to use. One that servers of this version
    /// pass over is a warning.
    /// </summary>
    [Parameter]
    public object? Query { get; set; }
}
