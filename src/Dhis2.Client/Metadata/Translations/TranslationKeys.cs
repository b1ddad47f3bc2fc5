using System.Text;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Translations;

/// <summary>
/// Which properties of a type can be translated, and how the server calls them in translations. Servers store translations of any word, and use those of the right ones:
/// <c>name</c> for <c>NAME</c> is stored, and shown to nobody.
/// </summary>
internal static class TranslationKeys
{
    /// <summary>The server's word for a property: <c>shortName</c>, <c>short_name</c> and <c>SHORT_NAME</c> are one.</summary>
    /// <exception cref="Dhis2InputException">Objects of the type have no such property, or it cannot be translated.</exception>
    public static async Task<string> FindAsync(Dhis2Caller caller, MetadataType type, string? property, CancellationToken cancellationToken)
    {
        var text = (property ?? "").Trim();
        if (text.Length == 0)
            throw new Dhis2InputException("No property is given that is to be translated.", "Give one such as NAME, SHORT_NAME or DESCRIPTION.");
        var keys = await ReadAsync(caller, type, cancellationToken).ConfigureAwait(false);
        // Where an account may not read schemas, or a server tells no properties, the server decides.
        if (keys.Count == 0)
            return Snake(text);
        if (keys.FirstOrDefault(key => Plain(key) == Plain(text)) is { } found)
            return found;
        var near = NearNames.Of(Snake(text), keys);
        throw new Dhis2InputException(
            $"'{property}' of {type} cannot be translated.", near.Count == 0 ? $"Give one of {string.Join(", ", keys)}." : $"Did you mean {string.Join(" or ", near)}?");
    }

    private static Task<IReadOnlyList<string>> ReadAsync(Dhis2Caller caller, MetadataType type, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync<IReadOnlyList<string>>($"{SchemaReader.CacheName}/{type.Singular}/translations", refresh: false, async () =>
        {
            var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "schemas", type.Singular))
            {
                Query = { { "fields", "properties[name,propertyType,persisted,translatable,translationKey]" } },
            };
            try
            {
                return Keys((await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false)).Items("properties").ToList());
            }
            catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException)
            {
                return [];
            }
        });

    // Servers that do not say which can be translated are taken to mean all texts that they store.
    private static List<string> Keys(IReadOnlyList<JsonElement> properties)
    {
        var told = properties.Where(property => property.Flag("translatable")).Select(property => property.Text("translationKey") ?? Snake(property.Text("name") ?? "")).ToList();
        if (told.Count > 0)
            return told;
        return [.. properties.Where(property => property.Text("propertyType") == "TEXT" && property.Flag("persisted")).Select(property => Snake(property.Text("name") ?? ""))];
    }

    private static string Plain(string text) => text.Replace("_", "").ToUpperInvariant();

    // shortName becomes SHORT_NAME.
    private static string Snake(string text)
    {
        if (text.Contains('_') || !text.Any(char.IsLower))
            return text.ToUpperInvariant();
        var snake = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToUpperInvariant(letter));
        }
        return snake.ToString();
    }
}
