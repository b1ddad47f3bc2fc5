using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Changes parts of a profile; what is not given stays as it is.</summary>
/// <parameter name="Scope">Which of two that are named alike: the <c>User</c>'s or the <c>Project</c>'s. It does not move a profile.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2Profile", SupportsShouldProcess = true, DefaultParameterSetName = AccountSet)]
[OutputType(typeof(Profile))]
public sealed class SetDhis2ProfileCommand : ProfileSettingsCmdlet
{
    /// <summary>The profile. Of two that are named alike the project's, unless <c>-Scope</c> says otherwise.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The server's address with its context path. Aliases: <c>-Url</c>, <c>-Server</c>.</summary>
    [Parameter(Position = 1)]
    [Alias("Url", "Server")]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <inheritdoc/>
    protected override object? ErrorTarget => Name;

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        CheckSecrets(Name);
        var address = Uri is null ? null : CheckAddress(Uri);
        var old = Store.Get(Name, Scope);
        // Applied here to report faults before the question; applied again under the lock to what the file holds by then.
        Apply(old);
        WarnOfGit(old.Scope);
        Change(old.Name, old.Path, "Change profile", token => Store.ChangeAsync(Name, old.Scope, p => Apply(address is null ? p : p with { Uri = address }), token));
    }
}
