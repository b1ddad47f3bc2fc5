using System.Management.Automation;
using Dhis2.Client.DataValues.SingleValues;
using Dhis2.Client.Files;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Uploads files and makes them data values.</summary>
/// <parameter name="Confirm">Asks before each file is uploaded. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says what would be uploaded, and sends nothing. That the file is there is looked at all the same.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2DataValueFile", SupportsShouldProcess = true)]
[OutputType(typeof(DataValue))]
public sealed class SetDhis2DataValueFileCommand : DataValueSetterCmdlet
{
    private const string Domain = "DATA_VALUE";

    /// <summary>The file, also from the property FullName of what Get-ChildItem gives. Wildcards are none. Example: <c>-Path scan.pdf</c>.</summary>
    [Parameter(Mandatory = true, Position = 3, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachCell(cell =>
    {
        var path = CmdletPaths.ToRead(this, Path);
        var change = NewChange(null);
        if (ShouldProcess(Named(cell), $"Upload '{Path}' as data value") && Await(token => StoreAsync(path, cell, change, token)))
            Show(cell);
    });

    // The value is set when the file is stored: what the server refuses or loses then leaves the value that was there before alone. Set together, by one request to
    // dataValues/file, a file that is refused costs that value on 2.43. Each value has a file of its own: the server lets two values have none in common.
    private async Task<bool> StoreAsync(string path, DataValueCell cell, DataValueChange change, CancellationToken cancellationToken)
    {
        var files = new FileResources(Caller);
        var file = await files.UploadAsync(path, MediaTypes.OfFile(path), Domain, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!file.IsStored)
                await files.WaitUntilStoredAsync(file.Id, cancellationToken).ConfigureAwait(false);
            return await Store.WriteAsync(cell, change with { Value = file.Id }, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            throw e.After(
                $"The file '{Path}' was uploaded as file resource {file.Id}.", $"Make it the value with Set-Dhis2DataValue -Value {file.Id}: the server deletes a file that is used for nothing.");
        }
    }
}
