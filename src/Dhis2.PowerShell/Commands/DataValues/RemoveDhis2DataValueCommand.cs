using System.Management.Automation;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Deletes single data values, with their comments and marks.</summary>
/// <parameter name="Confirm">Asks before each value is deleted, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which values would be deleted, and deletes none.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2DataValue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhis2DataValueCommand : DataValueWriteCmdlet
{
    /// <summary>Does not ask. It beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that is written out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachCell(cell =>
    {
        var dataSet = DataSetId;
        if (Confirmation.Ask(this, Force, Named(cell), "Delete data value"))
            Await(token => Store.DeleteAsync(cell, dataSet, OverrideLock, token));
    });
}
