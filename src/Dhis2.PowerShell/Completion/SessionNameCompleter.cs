using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes names of open sessions.</summary>
public sealed class SessionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(wordToComplete, SessionStore.Named.Select(s => (s.Name!, s.ToString())));
}
