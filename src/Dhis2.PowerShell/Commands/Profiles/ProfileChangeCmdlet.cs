using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that write a profile: each change is asked about as far as the user wants to be asked, and the profile is written with <c>-PassThru</c>.</summary>
public abstract class ProfileChangeCmdlet : ProfileCmdlet
{
    /// <summary>Writes the profile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected void Change(string name, string? path, string action, Func<CancellationToken, Task<Profile>> change)
    {
        if (!ShouldProcess(Target(name, path), action))
            return;
        var changed = Await(change);
        if (PassThru)
            WriteObject(changed);
    }
}
