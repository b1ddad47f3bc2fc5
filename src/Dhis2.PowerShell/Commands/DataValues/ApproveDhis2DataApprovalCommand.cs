using System.Management.Automation;
using Dhis2.Client.DataValues.Approval;

namespace Dhis2.PowerShell.Commands;

/// <summary>Approves data, which locks it for data entry, and looks whether it is approved.</summary>
/// <parameter name="Confirm">Asks before each data set, period and org unit is approved. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says what would be approved, and approves nothing.</parameter>
[Cmdlet(VerbsLifecycle.Approve, "Dhis2DataApproval", SupportsShouldProcess = true)]
[OutputType(typeof(DataApproval))]
public sealed class ApproveDhis2DataApprovalCommand : ApprovalChangeCmdlet
{
    /// <inheritdoc/>
    protected override string ActionOn(DataApprovalSelection item) => "Approve data";

    private protected override Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(DataApprovalWriter writer, IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        writer.ApproveAsync(selections, cancellationToken);
}
