using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes metadata types without asking a server.</summary>
public sealed class MetadataTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(wordToComplete, MetadataType.Known.Select(t => (t.Plural, t.TypeName)));
}
