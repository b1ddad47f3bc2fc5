namespace Dhis2.PowerShell.Completion;

/// <summary>Completes id schemes; after <c>ATTRIBUTE:</c> the server's attributes, by id or name.</summary>
public sealed class IdSchemeCompleter : CompleterBase
{
    private const string Attribute = "ATTRIBUTE:";

    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        if (!request.Typed.StartsWith(Attribute, StringComparison.OrdinalIgnoreCase))
        {
            return [CompletionWord.Of("UID", "Ids"), CompletionWord.Of("CODE", "Codes"), CompletionWord.Of("NAME", "Names"), CompletionWord.Of(Attribute, "The value of an attribute")];
        }
        return ObjectCompleter.Objects(request, "attributes").Select(a => CompletionWord.Of(Attribute + a.Id, Attribute + a.Name, $"{a.Name} ({a.Id})"));
    }
}
