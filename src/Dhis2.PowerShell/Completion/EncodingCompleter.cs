using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes names of encodings.</summary>
public sealed class EncodingCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) => EncodingArgumentAttribute.Names.Select(n => CompletionWord.Of(n));
}
