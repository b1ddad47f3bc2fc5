using System.Management.Automation;
using Dhis2.Client.Profiles;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes a profile: a server and an account under a name.</summary>
/// <parameter name="Default">Makes it the one that <c>Connect-Dhis2</c> takes when it is told none. Each file has one default; the project's goes before the user's.</parameter>
/// <parameter name="Scope">Whose profile it is: <c>User</c> (default; wherever you work) or <c>Project</c> (this folder and all in it).</parameter>
[Cmdlet(VerbsCommon.New, "Dhis2Profile", SupportsShouldProcess = true, DefaultParameterSetName = AccountSet)]
[OutputType(typeof(Profile))]
public sealed class NewDhis2ProfileCommand : ProfileSettingsCmdlet
{
    /// <summary>The name: up to 64 letters, digits, dots, hyphens and underscores. Case makes no difference.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The server's address with its context path. Aliases: <c>-Url</c>, <c>-Server</c>. Example: <c>-Uri https://dhis2.example.org/hmis</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "Server")]
    public Uri Uri { get; set; } = null!;

    /// <summary>Replaces a profile of that name. Nothing of the old one stays, but that it was the default.</summary>
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
