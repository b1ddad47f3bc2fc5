using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes the short names of formats.</summary>
public sealed class FormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(wordToComplete, MediaTypes.ShortNames.Select(f => (f, MediaTypes.Of(f))));
}
