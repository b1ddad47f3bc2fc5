using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes the short names of formats.</summary>
public sealed class FormatCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) => MediaTypes.ShortNames.Select(f => CompletionWord.Of(f, MediaTypes.Of(f)));
}
