using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Adds objects to lists of others, and accounts for each of them.</summary>
/// <parameter name="Confirm">Asks before each object is added. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which objects would be added to what, and adds none.</parameter>
[Cmdlet(VerbsCommon.Add, "Dhis2MetadataItem", SupportsShouldProcess = true)]
[OutputType(typeof(MetadataItemReport))]
public sealed class AddDhis2MetadataItemCommand : MetadataItemListCmdlet
{
    private protected override bool Removes => false;
}
