using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using Dhis2.Client.Profiles;

namespace Dhis2.PowerShell.Profiles;

/// <summary>Asks the user before a secret of a vault goes to a server for the first time because a project's profile says so.</summary>
internal static class SecretConsent
{
    /// <summary>Returns where the secret may be sent; asks first where the user has not agreed to that before.</summary>
    /// <exception cref="Dhis2InputException">The user did not agree, or nobody can be asked.</exception>
    public static void Check(PSCmdlet cmdlet, Profile profile, bool mayAsk)
    {
        var approvals = new SecretApprovals(ProfileAccess.Store(cmdlet));
        var servers = approvals.Missing(profile);
        if (servers.Count == 0)
            return;
        if (!mayAsk || !Ask(cmdlet.Host, profile, string.Join(", ", servers)))
            throw SecretApprovals.NotApproved(profile, servers);
        Task.Run(() => approvals.ApproveAsync(profile, CancellationToken.None)).GetAwaiter().GetResult();
    }

    // Enter alone, and an input that has ended, answer No.
    private static bool Ask(PSHost host, Profile profile, string servers)
    {
        try
        {
            var question = $"The project's profile '{profile.Name}' in '{profile.Path}' sends the secret '{profile.SecretName}' of {(profile.Vault is { } vault ? $"the vault '{vault}'" : "your vault")} to {servers}, "
                + "where no profile of yours has sent it before. Send it there, now and from now on?";
            var choices = new Collection<ChoiceDescription> { new("&Yes", "Sends it, and remembers that it may be sent there."), new("&No", "Does not connect.") };
            return host.UI.PromptForChoice("DHIS2", question, choices, 1) == 0;
        }
        catch (Exception e) when (e is InvalidOperationException or HostException or NotImplementedException)
        {
            // There is nobody to ask.
            return false;
        }
    }
}
