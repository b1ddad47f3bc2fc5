using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Assigns data sets to org units, and accounts for each of them.</summary>
/// <parameter name="Confirm">Asks before each assignment. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which data sets would be assigned to which org units, and assigns none.</parameter>
[Cmdlet(VerbsCommon.Add, "Dhis2DataSetOrgUnit", SupportsShouldProcess = true)]
[OutputType(typeof(MetadataItemReport))]
public sealed class AddDhis2DataSetOrgUnitCommand : DataSetOrgUnitCmdlet
{
    private protected override bool Removes => false;
}
