namespace Dhis2.PowerShell.Completion;

/// <summary>Completes metadata types: those of the server, or, where none answers, those known without one.</summary>
public sealed class MetadataTypeCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var types = request.FromServer("schemas", (caller, token) => SchemaReader.ReadTypesAsync(caller, isOnce: true, token))?.Where(schema => schema.HasList).Select(schema => schema.Plural)
            ?? MetadataType.Known.Select(t => t.Plural);
        return types.Distinct().Select(t => CompletionWord.Of(t, MetadataType.Of(t).TypeName));
    }
}
