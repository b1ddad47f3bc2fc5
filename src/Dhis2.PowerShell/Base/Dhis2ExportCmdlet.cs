using System.Management.Automation;
using Dhis2.Client.Downloads;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of the cmdlets that bring an answer of the server into a file: it is there whole, or what was there before is. A file that is there is replaced, unless
/// <c>-NoClobber</c> forbids it. What can be seen to be wrong with the path is an error before anything is asked for.
/// </summary>
public abstract class Dhis2ExportCmdlet : Dhis2SessionCmdlet
{
    private FileDownload? _download;

    /// <summary>The file to write; one that is there is replaced.</summary>
    [Parameter(Mandatory = true)]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Replaces no file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Keeps what has come when the connection breaks, and goes on there the next time, where the server or a proxy before it can send parts.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Writes the file to the pipeline, as <c>Get-Item</c> does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override object? ErrorTarget => Path;

    /// <summary>What is exported, as the question before it says it: <c>Export data values</c>.</summary>
    protected abstract string Action { get; }

    /// <summary>Asks for the answer that becomes the file; called once for each file.</summary>
    protected abstract Dhis2Request NewRequest();

    private protected override ProgressTrace Waiting => _download?.Progress ?? base.Waiting;

    /// <inheritdoc/>
    protected override void Finish() => Export(Path, NewRequest);

    /// <summary>Writes one file, if the user wants it.</summary>
    protected void Export(string path, Func<Dhis2Request> newRequest)
    {
        var file = CmdletPaths.ToWrite(this, path);
        if (NoClobber && File.Exists(file))
            throw FileFaults.IsThere(path);
        if (!ShouldProcess(path, $"{Action} from {Caller.Session.Uri}"))
            return;
        _download = new FileDownload(Caller, newRequest(), file) { Name = path, Resume = Resume };
        FileFaults.Watch(path, () => Await(_download.RunAsync));
        if (PassThru)
            WriteObject(new FileInfo(file));
    }
}
