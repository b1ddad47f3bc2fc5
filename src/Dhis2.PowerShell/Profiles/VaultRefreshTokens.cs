using System.Management.Automation;
using System.Security;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Profiles;

/// <summary>
/// The refresh token of an OAuth2 profile, in the vault that holds its client's secret, under that name with <c>.refresh</c> behind it.
/// A session outlives the command that opened it and renews itself on other threads, so each call has a runspace of its own.
/// </summary>
internal sealed class VaultRefreshTokens(string secretName, string? vault) : IRefreshTokenKeeper
{
    /// <inheritdoc/>
    public Task<string?> LoadAsync(CancellationToken cancellationToken) => Task.Run(() => Call("Get-Secret", null) switch
    {
        SecureString secret => secret.ToPlainText(),
        string { Length: > 0 } text => text,
        _ => null,
    }, cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(string refreshToken, CancellationToken cancellationToken) => Task.Run(() => Call("Set-Secret", refreshToken.ToSecureString()), cancellationToken);

    /// <inheritdoc/>
    public async Task ForgetAsync(string refusedToken, CancellationToken cancellationToken)
    {
        // Vaults have no lock: another process may store a new token between this read and the removal.
        if (await LoadAsync(cancellationToken).ConfigureAwait(false) == refusedToken)
            await Task.Run(() => Call("Remove-Secret", null), cancellationToken).ConfigureAwait(false);
    }

    // A vault that is locked or cannot be written is no reason to end a session: the next one asks the user to log in again.
    private object? Call(string command, SecureString? secret)
    {
        using var shell = System.Management.Automation.PowerShell.Create();
        shell.AddCommand($@"{SecretVault.Module}\{command}").AddParameter("Name", secretName + ".refresh").AddParameter("ErrorAction", "Ignore");
        if (secret is not null)
            shell.AddParameter("Secret", secret);
        if (vault is not null)
            shell.AddParameter("Vault", vault);
        try
        {
            return shell.Invoke().FirstOrDefault()?.BaseObject;
        }
        catch (RuntimeException)
        {
            return null;
        }
    }
}
