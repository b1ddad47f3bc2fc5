using Dhis2.Client.SystemInfo;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes keys of the server's settings.</summary>
public sealed class SettingKeyCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) =>
        request.FromServer("systemSettings", (caller, token) => SystemSettings.ReadAsync(caller, refresh: false, token))?.Keys.Select(k => CompletionWord.Of(k)) ?? [];
}
