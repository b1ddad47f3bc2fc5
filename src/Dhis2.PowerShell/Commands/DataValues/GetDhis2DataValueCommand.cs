using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads single data values, with comment and follow-up mark.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataValue")]
[OutputType(typeof(DataValue))]
public sealed class GetDhis2DataValueCommand : DataValueCellCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachCell(cell => WriteObject(Await(token => Store.ReadAsync(cell, token))));
}
