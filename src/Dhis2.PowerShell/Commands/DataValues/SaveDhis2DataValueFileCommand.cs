using System.Management.Automation;
using Dhis2.Client.Downloads;
using Dhis2.Client.Files;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Downloads the files that are data values: each is there whole, or what was there before is.</summary>
/// <parameter name="Confirm">Asks before each file is written. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which files would be written, and writes none. Their names are asked for all the same.</parameter>
[Cmdlet(VerbsData.Save, "Dhis2DataValueFile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveDhis2DataValueFileCommand : DataValueCellCmdlet
{
    // What this command has written: a second file of the same name gets a number.
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private FileDownload? _download;

    /// <summary>
    /// The file to write, or a folder that is there: then each file has the name that it was uploaded with. A file that is there is replaced; two of one
    /// command that have the same name are numbered. Example: <c>-Path ./scans</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 3, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Replaces no file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Keeps what has come when the connection breaks, and goes on there the next time, where the server or a proxy before it can send parts.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Writes each file to the pipeline, as <c>Get-Item</c> does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override ProgressTrace Waiting => _download?.Progress ?? base.Waiting;

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachCell(cell =>
    {
        var isFolder = Directory.Exists(CmdletPaths.New(this, Path));
        // In a folder, the name is the server's to say.
        var path = isFolder ? InFolder(Await(token => FindAsync(cell, token))) : Path;
        var target = Checked(path);
        if (!ShouldProcess(path, $"Save file of {Named(cell)}"))
            return;
        if (!isFolder)
            Await(token => FindAsync(cell, token));
        Download(cell, path, target);
    });

    private string Checked(string path)
    {
        var target = CmdletPaths.ToWrite(this, path);
        if (_written.Contains(target))
            throw new Dhis2InputException($"'{path}' is one file, and holds that of another data value by now.", "Give a folder that is there: each file has a name of its own in it.") { Item = path };
        return NoClobber && File.Exists(target) ? throw FileFaults.IsThere(path) : target;
    }

    private string InFolder(FileResource file)
    {
        var name = SafeFileName.Of(file.Name, file.Id);
        var chosen = System.IO.Path.Combine(Path, name);
        for (var number = 2; _written.Contains(CmdletPaths.New(this, chosen)); number++)
            chosen = System.IO.Path.Combine(Path, SafeFileName.Numbered(name, number));
        return chosen;
    }

    // What is not stored yet is answered with an error.
    private async Task<FileResource> FindAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        var value = await Store.ReadValueAsync(cell, cancellationToken).ConfigureAwait(false);
        if (!Uid.IsValid(value))
            throw new Dhis2InputException($"The value at {cell} is '{value}', and no file.", "Give a data element whose value type is FILE_RESOURCE or IMAGE.") { Item = cell };
        return await new FileResources(Caller).WaitUntilStoredAsync(value!, cancellationToken).ConfigureAwait(false);
    }

    private void Download(DataValueCell cell, string path, string target)
    {
        var request = Await(token => Store.FileRequestAsync(cell, token));
        _download = new FileDownload(Caller, request, target) { Name = path, Resume = Resume };
        FileFaults.Watch(path, () => Await(_download.RunAsync));
        _written.Add(target);
        if (PassThru)
            WriteObject(new FileInfo(target));
    }
}
