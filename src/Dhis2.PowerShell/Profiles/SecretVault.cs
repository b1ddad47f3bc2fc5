using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Security;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Profiles;

/// <summary>A secret as it came out of a vault.</summary>
/// <param name="UserName">The name that came with it, if one did.</param>
/// <param name="Text">Password, token or client secret.</param>
internal readonly record struct VaultSecret(string? UserName, string Text)
{
    public override string ToString() => UserName ?? "secret";
}

/// <summary>Asks the vaults of SecretManagement. Runs on the pipeline thread: a vault may want to ask for its password.</summary>
internal static class SecretVault
{
    public const string Module = "Microsoft.PowerShell.SecretManagement";
    private static readonly string[] s_userKeys = ["UserName", "User"];
    private static readonly string[] s_secretKeys = ["Password", "Token", "ClientSecret", "Secret"];

    /// <summary>Gets a secret.</summary>
    /// <exception cref="Dhis2InputException">There is no SecretManagement, no such vault or secret, or the secret is of a kind that is no use.</exception>
    public static VaultSecret Get(PSCmdlet cmdlet, string name, string? vault)
    {
        var parameters = new Hashtable { ["Name"] = name, ["ErrorAction"] = "Stop" };
        if (vault is not null)
            parameters["Vault"] = vault;
        var command = Command(cmdlet, "Get-Secret")
            ?? throw Fault("NoSecretManagement", $"The secret '{name}' is in a vault, and the module {Module} is not installed.", $"Install-Module {Module}, or keep the secret in the profile with Set-Dhis2Profile -AllowPlaintextSecret.", name);
        try
        {
            var found = Invoke(cmdlet, command, parameters);
            return found.Count == 1 ? Read(found[0], name) : throw NotFound(name, vault, found.Count == 0 ? "" : $" {found.Count} were found.");
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            CheckVault(cmdlet, vault);
            throw NotFound(name, vault, $" {e.Message}");
        }
    }

    private static CommandInfo? Command(PSCmdlet cmdlet, string name) => cmdlet.InvokeCommand.GetCommand($@"{Module}\{name}", CommandTypes.Cmdlet | CommandTypes.Function);

    private static Collection<PSObject> Invoke(PSCmdlet cmdlet, CommandInfo command, Hashtable parameters)
    {
        // Wrapped in an array, because PowerShell would unroll a secret that is a list.
        var script = ScriptBlock.Create("param($command, $parameters) , @(& $command @parameters)");
        return cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, script, null, command, parameters);
    }

    // Where the vault does not exist, the error names the vault and not the secret.
    private static void CheckVault(PSCmdlet cmdlet, string? vault)
    {
        if (vault is null || Command(cmdlet, "Get-SecretVault") is not { } command)
            return;
        var vaults = Invoke(cmdlet, command, []).Select(v => v.Properties["Name"]?.Value?.ToString()).Where(n => n is not null).ToList();
        if (vaults.Contains(vault, StringComparer.OrdinalIgnoreCase))
            return;
        throw Fault("UnknownVault", $"There is no vault '{vault}'.", vaults.Count == 0 ? "No vault is registered: Register-SecretVault makes one known." : $"Those registered: {string.Join(", ", vaults)}.", vault);
    }

    private static VaultSecret Read(PSObject found, string name)
    {
        var secret = found.BaseObject switch
        {
            PSCredential credential => new VaultSecret(credential.UserName, credential.Password.ToPlainText()),
            Hashtable table => new VaultSecret(Find(table, s_userKeys) as string, Text(Find(table, s_secretKeys)) ?? throw WrongType(name, "Hashtable without Password or Token")),
            var other => new VaultSecret(null, Text(other) ?? throw WrongType(name, other.GetType().Name)),
        };
        return secret.Text.Length > 0 ? secret : throw Fault("EmptySecret", $"The secret '{name}' is empty.", "Store it anew with Set-Secret.", name);
    }

    private static object? Find(Hashtable table, string[] keys)
    {
        var entries = table.Cast<DictionaryEntry>().ToList();
        return keys.Select(k => entries.Find(e => string.Equals(e.Key as string, k, StringComparison.OrdinalIgnoreCase)).Value).FirstOrDefault(v => v is not null);
    }

    private static string? Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => text,
        SecureString secure => secure.ToPlainText(),
        _ => null,
    };

    private static Dhis2InputException WrongType(string name, string type) =>
        Fault("SecretType", $"The secret '{name}' is of a kind that is no use here: {type}.", "Store a PSCredential, a SecureString, a text, or a hashtable with UserName and Password or with Token.", name);

    private static Dhis2InputException NotFound(string name, string? vault, string said) => Fault(
        "SecretNotFound",
        $"The secret '{name}' could not be got from {(vault is null ? "any vault" : $"the vault '{vault}'")}.{said}",
        "See those there are with Get-SecretInfo. A vault that is locked is opened with Unlock-SecretVault; for a run that nobody watches do so beforehand.",
        name);

    private static Dhis2InputException Fault(string id, string message, string advice, object item) => new(message, advice) { ErrorId = id, Item = item };
}
