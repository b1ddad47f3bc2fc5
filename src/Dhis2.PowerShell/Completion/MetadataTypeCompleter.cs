namespace Dhis2.PowerShell.Completion;

/// <summary>Completes metadata types: those of the server, or, where none answers, those known without one.</summary>
public sealed class MetadataTypeCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var types = request.FromServer("schemas", SchemaReader.ReadTypesAsync) ?? [.. MetadataType.Known.Select(t => t.Plural)];
        return types.Select(t => CompletionWord.Of(t, MetadataType.Of(t).TypeName));
    }
}
