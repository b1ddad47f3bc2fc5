using System.Management.Automation;
using Dhis2.Client.DataValues.Approval;

namespace Dhis2.PowerShell.Commands;

/// <summary>Takes approvals of data back, and looks whether they are gone.</summary>
/// <parameter name="Confirm">Asks before the approval of each data set, period and org unit is taken back. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which approvals would be taken back, and takes none back.</parameter>
[Cmdlet(VerbsCommon.Undo, "Dhis2DataApproval", SupportsShouldProcess = true)]
[OutputType(typeof(DataApproval))]
public sealed class UndoDhis2DataApprovalCommand : ApprovalChangeCmdlet
{
    /// <inheritdoc/>
    protected override string ActionOn(DataApprovalSelection item) => "Take back the approval of data";

    private protected override Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(DataApprovalWriter writer, IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        writer.UndoAsync(selections, cancellationToken);
}
