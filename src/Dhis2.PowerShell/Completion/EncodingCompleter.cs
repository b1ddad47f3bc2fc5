using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes names of encodings.</summary>
public sealed class EncodingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        EncodingArgumentAttribute.Names.Where(n => n.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)).Select(n => new CompletionResult(n));
}
