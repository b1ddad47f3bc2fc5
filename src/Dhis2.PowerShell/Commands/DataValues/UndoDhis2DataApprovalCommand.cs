using System.Management.Automation;
using Dhis2.Client.DataValues.Approval;

namespace Dhis2.PowerShell.Commands;

/// <summary>Takes approvals of data back, or their acceptance, and looks whether that is done.</summary>
/// <parameter name="Confirm">Asks before the approval or acceptance of each data set, period and org unit is taken back. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says what would be taken back, and sends nothing.</parameter>
[Cmdlet(VerbsCommon.Undo, "Dhis2DataApproval", SupportsShouldProcess = true)]
[OutputType(typeof(DataApproval))]
public sealed class UndoDhis2DataApprovalCommand : ApprovalChangeCmdlet
{
    /// <inheritdoc/>
    protected override string ActionOn(DataApprovalSelection item) => Acceptance ? "Take back the acceptance of data" : "Take back the approval of data";

    private protected override Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(DataApprovalWriter writer, IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        Acceptance ? writer.UndoAcceptanceAsync(selections, cancellationToken) : writer.UndoAsync(selections, cancellationToken);
}
