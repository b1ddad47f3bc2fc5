using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.PowerShell.Commands;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes the short names of formats.</summary>
public sealed class FormatCompleter : IArgumentCompleter
{
    private static readonly string[] s_formats = ["adx", "csv", "geojson", "html", "json", "pdf", "text", "xls", "xlsx", "xml"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Complete(wordToComplete, s_formats.Select(f => (f, RequestContent.MediaType(f))));
}
