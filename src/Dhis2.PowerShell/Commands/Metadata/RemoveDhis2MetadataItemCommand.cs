using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Takes objects out of lists of others, and accounts for each of them.</summary>
/// <parameter name="Confirm">Asks before each object is taken out, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which objects would be taken out of what, and takes out none.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2MetadataItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MetadataItemReport))]
public sealed class RemoveDhis2MetadataItemCommand : MetadataItemListCmdlet
{
    /// <summary>Does not ask. It beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that is written out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Removes => true;

    private protected override bool IsForced => Force;
}
