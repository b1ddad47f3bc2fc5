using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Takes back that data sets are assigned to org units, and accounts for each of them.</summary>
/// <parameter name="Confirm">Asks before each org unit is taken out, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which data sets would be assigned to which org units no more, and changes nothing.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2DataSetOrgUnit", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MetadataItemReport))]
public sealed class RemoveDhis2DataSetOrgUnitCommand : DataSetOrgUnitCmdlet
{
    /// <summary>Does not ask. It beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that is written out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Removes => true;

    private protected override bool IsForced => Force;
}
