using System.Management.Automation;
using System.Runtime.CompilerServices;
using Dhis2.Client.DataValues.Approval;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads how far data is approved, and what the account may do about it.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataApproval", SupportsPaging = true)]
[OutputType(typeof(DataApproval))]
public sealed class GetDhis2DataApprovalCommand : Dhis2QueryCmdlet<DataApproval>
{
    // So many are asked for together.
    private const int MostTogether = 200;

    private readonly List<DataApprovalSelection> _gathered = [];
    private readonly SelectorIds _selectors;
    private DataApprovalReader _reader = null!;

    /// <summary>Makes the cmdlet.</summary>
    public GetDhis2DataApprovalCommand() => _selectors = new SelectorIds(Find, (references, work) => ForEachItem(references, work, reference => reference.Item));

    /// <summary>Data sets: ids, names, <c>code:X</c> or objects; also from the property DataSet of objects in the pipeline. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Periods of the workflow's type; also from the property Period of objects in the pipeline. Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[] Period { get; set; } = [];

    /// <summary>Org units: ids, names, <c>code:X</c> or objects; also from the property OrgUnit of objects in the pipeline. Example: <c>-OrgUnit KFiYEZCK1ek</c>.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganisationUnit")]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Approval workflows, in place of data sets: ids, names, <c>code:X</c> or objects; also from the property Workflow of objects in the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApprovalWorkflowCompleter))]
    public Dhis2Reference[] Workflow { get; set; } = [];

    /// <summary>Attribute option combos; also from the property AttributeOptionCombo of objects in the pipeline. Default: the server's default one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Dhis2Reference[] AttributeOptionCombo { get; set; } = [];

    /// <summary>Org units of Get-Dhis2OrgUnit, data sets of Get-Dhis2Metadata, ids of org units as texts, or objects with the properties DataSet, Period and OrgUnit.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Also who approved and accepted the data, and when. The server tells that of one at a time: one request for each.</summary>
    [Parameter]
    public SwitchParameter IncludeApprover { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading approvals";

    /// <inheritdoc/>
    protected override void Start() => _reader = new DataApprovalReader(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        PipedPlace.Check(InputObject);
        var units = PipedPlace.With(InputObject, OrgUnit, "organisationUnits");
        var periods = PipedPlace.Periods(Period);
        if (units.Count == 0 || periods.Count == 0)
            throw PipedPlace.Missing(periods.Count == 0 ? "-Period" : "-OrgUnit", InputObject);
        var places = (from unit in _selectors.Ids("organisationUnits", units, []) from period in periods select (period, unit)).ToList();
        _gathered.AddRange(ApprovalSelections.Of(places, (references, list) => _selectors.Ids(list, references, []), PipedPlace.With(InputObject, DataSet, "dataSets"), Workflow, AttributeOptionCombo, InputObject));
        if (_gathered.Count >= MostTogether)
            Read();
    }

    /// <inheritdoc/>
    protected override void Finish() => Read();

    private void Read()
    {
        var selections = _gathered.ToList();
        _gathered.Clear();
        for (var at = 0; at < selections.Count && !IsDone; at += MostTogether)
        {
            var some = selections.GetRange(at, Math.Min(MostTogether, selections.Count - at));
            Write(QuerySource.Stream(token => ReadAsync(some, token)));
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<DataApproval>> ReadAsync(List<DataApprovalSelection> selections, [EnumeratorCancellation] CancellationToken stop)
    {
        var results = await _reader.ReadAsync(selections, IncludeApprover, stop).ConfigureAwait(false);
        foreach (var result in results.Where(result => result.Fault is not null))
            Post(() => WriteError(result.Fault!, result.Selection));
        yield return [.. results.Select(result => result.Approval).OfType<DataApproval>()];
    }
}
