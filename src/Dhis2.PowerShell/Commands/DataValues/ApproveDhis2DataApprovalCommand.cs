using System.Management.Automation;
using Dhis2.Client.DataValues.Approval;

namespace Dhis2.PowerShell.Commands;

/// <summary>Approves data, which locks it for data entry, or accepts approvals, and looks whether that is done.</summary>
/// <parameter name="Confirm">Asks before each data set, period and org unit is approved or accepted. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says what would be approved or accepted, and sends nothing.</parameter>
[Cmdlet(VerbsLifecycle.Approve, "Dhis2DataApproval", SupportsShouldProcess = true)]
[OutputType(typeof(DataApproval))]
public sealed class ApproveDhis2DataApprovalCommand : ApprovalChangeCmdlet
{
    /// <inheritdoc/>
    protected override string ActionOn(DataApprovalSelection item) => Acceptance ? "Accept the approval of data" : "Approve data";

    private protected override Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(DataApprovalWriter writer, IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        Acceptance ? writer.AcceptAsync(selections, cancellationToken) : writer.ApproveAsync(selections, cancellationToken);
}
