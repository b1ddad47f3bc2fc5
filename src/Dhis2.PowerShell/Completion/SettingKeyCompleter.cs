using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes keys of settings from what the session remembers, or asks the server once.</summary>
public sealed class SettingKeyCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_waitLimit = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var reference = LanguagePrimitives.TryConvertTo<Dhis2SessionReference>(fakeBoundParameters["Session"], out var given) ? given : null;
            var caller = SessionStore.Resolve(reference).As();
            using var limit = new CancellationTokenSource(s_waitLimit);
            var settings = Task.Run(() => SystemSettings.ReadAsync(caller, refresh: false, limit.Token), limit.Token).GetAwaiter().GetResult();
            return WordCompletion.Complete(wordToComplete, settings.Keys.Select(k => (k, k)));
        }
        // A word that cannot be completed is no error.
        catch (Exception e) when (e is Dhis2Exception or OperationCanceledException)
        {
            return [];
        }
    }
}
