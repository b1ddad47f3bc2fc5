using System.Management.Automation;
using Dhis2.Client.Profiles;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes a profile: a server and an account under a name.</summary>
[Cmdlet(VerbsCommon.New, "Dhis2Profile", SupportsShouldProcess = true, DefaultParameterSetName = AccountSet)]
[OutputType(typeof(Profile))]
public sealed class NewDhis2ProfileCommand : ProfileSettingsCmdlet
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The server's address.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "Server")]
    public Uri Uri { get; set; } = null!;

    /// <summary>Replaces a profile of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override object? ErrorTarget => Name;

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        ProfileStore.CheckName(Name);
        CheckSecrets(Name);
        var scope = Scope ?? ProfileScope.User;
        var profile = Apply(new Profile { Name = Name, Uri = CheckAddress(Uri), Scope = scope });
        CheckComplete(profile);
        // Before the question and with -WhatIf, too: what would fail is not asked about.
        if (!Force)
            Store.CheckIsFree(Name, scope);
        WarnOfGit(scope);
        if (!ShouldProcess(Target(Name, Store.Places.FileOf(scope)), "Make profile"))
            return;
        var made = Await(token => Store.AddAsync(profile, Force, token));
        // Who writes server and secret themselves need not be asked later.
        if (scope == ProfileScope.Project && SecretName is not null)
            Await(token => new SecretApprovals(Store).ApproveAsync(made, token));
        if (PassThru)
            WriteObject(made);
    }

    private static void CheckComplete(Profile profile)
    {
        var needsNone = profile.OAuth2 is { } settings && (settings.Grant == OAuth2Grant.Interactive || settings.ClientKeyPath is not null);
        if (profile.SecretStore == ProfileSecretStore.None && !needsNone)
            throw Wrong("NoSecret", $"The profile '{profile.Name}' has no secret.", "Give it one: -SecretName for a secret in a vault, or -Credential, -Token or -ClientSecret with -AllowPlaintextSecret.", profile.Name);
    }
}
