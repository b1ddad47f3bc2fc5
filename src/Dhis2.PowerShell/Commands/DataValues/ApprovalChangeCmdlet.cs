using System.Management.Automation;
using Dhis2.Client.DataValues.Approval;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that approve data and take approvals back.</summary>
public abstract class ApprovalChangeCmdlet : DataSetChangeCmdlet<DataApprovalSelection>
{
    // So many are sent together, and their states read together.
    private const int MostTogether = 200;

    private readonly List<DataApprovalSelection> _gathered = [];
    private DataApprovalWriter _writer = null!;

    /// <summary>Approval workflows, in place of data sets: ids, names, <c>code:X</c> or objects; also from the property Workflow of objects in the pipeline.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApprovalWorkflowCompleter))]
    public Dhis2Reference[] Workflow { get; set; } = [];

    /// <summary>Attribute option combos; also from the property AttributeOptionCombo of objects in the pipeline. Default: the server's default one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Dhis2Reference[] AttributeOptionCombo { get; set; } = [];

    /// <summary>Is about the acceptance of approvals in place of approvals: an account of the level above accepts what a level has approved.</summary>
    [Parameter]
    public SwitchParameter Acceptance { get; set; }

    /// <summary>Writes the state of each afterwards, as Get-Dhis2DataApproval does. Default: nothing is written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Does it for selections that the user has agreed to.</summary>
    private protected abstract Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(DataApprovalWriter writer, IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void Start() => _writer = new DataApprovalWriter(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var places = PeriodsAndUnits();
        var selections = ApprovalSelections.Of(places, (references, list) => Ids(references, list, null), PipedPlace.With(InputObject, DataSet, "dataSets"), Workflow, AttributeOptionCombo, InputObject);
        foreach (var selection in selections)
        {
            if (ShouldChange(selection))
                _gathered.Add(selection);
            if (_gathered.Count >= MostTogether)
                Send();
        }
    }

    /// <inheritdoc/>
    protected override void Finish() => Send();

    private void Send()
    {
        if (_gathered.Count == 0)
            return;
        var selections = _gathered.ToList();
        _gathered.Clear();
        var results = Await(stop => ChangeAsync(_writer, selections, stop));
        ForEachItem(results, result =>
        {
            if (result.Fault is { } fault)
                throw fault;
            if (PassThru)
                WriteObject(result.Approval);
        }, result => result.Selection);
    }
}
