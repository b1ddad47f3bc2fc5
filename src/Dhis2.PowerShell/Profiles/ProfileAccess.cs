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
    public static Dhis2Identity Identity(PSCmdlet cmdlet, Profile profile, bool mayAsk)
    {
        SecretConsent.Check(cmdlet, profile, mayAsk);
        VaultSecret? kept = profile.SecretName is { } name ? SecretVault.Get(cmdlet, name, profile.Vault) : null;
        var key = profile.OAuth2?.ClientKeyPath is { } path ? ClientKeyFile.Read(path) : null;
        var vault = profile.SecretName is { } secretName ? new VaultRefreshTokens(secretName, profile.Vault) : null;
        return ProfileIdentity.Make(Store(cmdlet), profile, kept?.UserName, kept?.Text, options => options with
        {
            ClientKey = key,
            MayAsk = mayAsk,
            MayAskAgain = mayAsk && InteractiveUser.IsPresent(),
            // The refresh token is kept where the client's secret is.
            RefreshTokens = vault ?? options.RefreshTokens,
        });
    }
}
