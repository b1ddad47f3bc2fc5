using System.Management.Automation;
using Dhis2.Client.Profiles;
using Dhis2.Client.Sessions;

namespace Dhis2.PowerShell.Profiles;

/// <summary>Profiles as a cmdlet sees them.</summary>
internal static class ProfileAccess
{
    /// <summary>The profiles seen from where PowerShell is, which is not always where the process is.</summary>
    public static ProfileStore Store(PSCmdlet cmdlet) => new(new ProfilePlaces(cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath));

    /// <summary>The identity of a profile, with its secret from where it is kept.</summary>
    public static Dhis2Identity Identity(PSCmdlet cmdlet, Dhis2Profile profile)
    {
        if (profile.SecretName is not { } name)
            return ProfileIdentity.Make(profile, null, ProfileIdentity.Plaintext(profile));
        var secret = SecretVault.Get(cmdlet, name, profile.Vault);
        return ProfileIdentity.Make(profile, secret.UserName, secret.Text);
    }
}
