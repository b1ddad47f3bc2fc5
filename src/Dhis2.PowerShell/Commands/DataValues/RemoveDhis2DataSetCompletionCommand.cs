using System.Management.Automation;
using Dhis2.Client.DataValues.Completion;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Takes back that data sets are complete.</summary>
/// <parameter name="Confirm">Asks before each completion is removed, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which completions would be removed, and removes none.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2DataSetCompletion", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhis2DataSetCompletionCommand : DataSetChangeCmdlet<DataSetCompletion>
{
    private DataSetCompletionRemover _remover = null!;

    /// <summary>Attribute option combos; also from the property AttributeOptionCombo of objects in the pipeline. Default: the server's default one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Dhis2Reference[] AttributeOptionCombo { get; set; } = [];

    /// <summary>Also the completions of the org units right below each org unit, and not of those further down.</summary>
    [Parameter]
    public SwitchParameter DirectChildren { get; set; }

    /// <summary>Does not ask. It beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that is written out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(DataSetCompletion item) => DirectChildren ? "Remove completion, and those of the org units right below" : "Remove completion";

    private protected override bool Ask(string target, string action) => Confirmation.Ask(this, Force, target, action);

    /// <inheritdoc/>
    protected override void Start() => _remover = new DataSetCompletionRemover(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var combos = Ids(AttributeOptionCombo, "categoryOptionCombos", null);
        // Each of them has been reported as an error; without one, another completion would go.
        if (combos.Count == 0 && PipedPlace.With(null, AttributeOptionCombo, "").Count > 0)
            return;
        ChangeEach(
            from place in Places()
            from combo in combos.Cast<string?>().DefaultIfEmpty()
            select new DataSetCompletion { DataSet = place.DataSet, Period = place.Period, OrgUnit = place.OrgUnit, AttributeOptionCombo = combo },
            item =>
            {
                Await(stop => _remover.RemoveAsync(item, DirectChildren, stop));
                return null;
            });
    }
}
