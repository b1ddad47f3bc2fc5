using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Sets single data values, their comments and their follow-up marks; what is not given stays as it is.</summary>
/// <parameter name="Confirm">Asks before each value is set. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says what would be set, and writes nothing.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2DataValue", SupportsShouldProcess = true)]
[OutputType(typeof(DataValue))]
public sealed class SetDhis2DataValueCommand : DataValueSetterCmdlet
{
    /// <summary>
    /// The value: a number, a text, a boolean or a date, whatever the culture of the machine. Default: the stored one stays. An empty one is refused: delete
    /// a value with Remove-Dhis2DataValue. Example: <c>-Value 12</c>.
    /// </summary>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public object? Value { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachCell(cell =>
    {
        var change = NewChange(Has(nameof(Value)) ? ServerText.Of(Value) ?? "" : null);
        change.Check(cell);
        if (ShouldProcess(Named(cell), change.Value is null ? "Set comment or mark of data value" : $"Set data value to '{change.Value}'"))
            Set(cell, change);
    });
}
