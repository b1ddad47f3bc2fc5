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
        // Checked before the question, and with -WhatIf, too: nobody is asked about what would fail.
        if (!Force)
            Store.CheckIsFree(Name, scope);
        WarnOfGit(scope);
        Change(Name, Store.Places.FileOf(scope), "Make profile", async token =>
        {
            var made = await Store.AddAsync(profile, Force, token).ConfigureAwait(false);
            // A user who names server and secret approves that the secret is sent there.
            if (scope == ProfileScope.Project && SecretName is not null)
                await new SecretApprovals(Store).ApproveAsync(made, token).ConfigureAwait(false);
            return made;
        });
    }

    private static void CheckComplete(Profile profile)
    {
        var needsNone = profile.OAuth2 is { } settings && (settings.Grant == OAuth2Grant.Interactive || settings.ClientKeyPath is not null);
        if (profile.SecretStore == ProfileSecretStore.None && !needsNone)
            throw Wrong("NoSecret", $"The profile '{profile.Name}' has no secret.", "Give it one: -SecretName for a secret in a vault, or -Credential, -Token or -ClientSecret with -AllowPlaintextSecret.", profile.Name);
    }
}
