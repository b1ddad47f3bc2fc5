using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes names of open sessions.</summary>
public sealed class SessionNameCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) => SessionStore.Named.Select(s => CompletionWord.Of(s.Name!, s.ToString()));
}
