using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Gives a profile another name. Its place, its secret and whether it is the default stay.</summary>
/// <parameter name="Scope">Which of two that are named alike: the <c>User</c>'s or the <c>Project</c>'s.</parameter>
[Cmdlet(VerbsCommon.Rename, "Dhis2Profile", SupportsShouldProcess = true)]
[OutputType(typeof(Profile))]
public sealed class RenameDhis2ProfileCommand : ProfileChangeCmdlet
{
    /// <summary>The profile. Of two that are named alike the project's, unless <c>-Scope</c> says otherwise.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The name it is to have: up to 64 letters, digits, dots, hyphens and underscores.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string NewName { get; set; } = "";

    /// <inheritdoc/>
    protected override object? ErrorTarget => Name;

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var profile = Store.Get(Name, Scope);
        Change(profile.Name, profile.Path, $"Rename to '{NewName}'", token => Store.RenameAsync(Name, NewName, profile.Scope, token));
    }
}
