using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Translations;

/// <summary>
/// Reads and sets translations. A server replaces all translations of an object by those that it is sent, so they are read, changed, sent whole and read back.
/// </summary>
/// <param name="caller">Who asks.</param>
public sealed class TranslationStore(Dhis2Caller caller)
{
    private const string Fields = "id,name,displayName,translations";

    /// <summary>Reads the translations of all objects of a type, or of some, page by page.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="ids">Their ids; null reads all.</param>
    /// <param name="onMissing">Is told of ids that there are not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<Page<Translation>> ReadAsync(MetadataType type, IReadOnlyList<string>? ids, Action<string>? onMissing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = MetadataReader.OfElements(caller);
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = type, Ids = ids, Fields = Fields }, onMissing, cancellationToken).ConfigureAwait(false))
            yield return new Page<Translation>([.. page.Items.SelectMany(item => Read(type, item))], null);
    }

    /// <summary>The translations of one object.</summary>
    /// <exception cref="Dhis2ApiException">There is no such object.</exception>
    public async Task<IReadOnlyList<Translation>> ReadAsync(MetadataType type, string id, CancellationToken cancellationToken) =>
        [.. Read(type, await ReadOneAsync(type, id, cancellationToken).ConfigureAwait(false))];

    /// <summary>What a user wants set, in the server's words.</summary>
    /// <param name="type">The type of the object.</param>
    /// <param name="property">The property, as the object has it or as the server calls it in translations: <c>shortName</c>, <c>SHORT_NAME</c>.</param>
    /// <param name="locale">The language.</param>
    /// <param name="value">The text; an empty one removes the translation.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">The property cannot be translated, or the language is none.</exception>
    public async Task<TranslationChange> ChangeAsync(MetadataType type, string? property, string? locale, string? value, CancellationToken cancellationToken) => new(
        await TranslationKeys.FindAsync(caller, type, property, cancellationToken).ConfigureAwait(false), TranslationChange.LocaleOf(locale), string.IsNullOrWhiteSpace(value) ? null : value);

    /// <summary>Reads the translations of an object, and makes what they are to be.</summary>
    /// <exception cref="Dhis2ApiException">There is no such object.</exception>
    public async Task<TranslationUpdate> PrepareAsync(MetadataType type, string id, IReadOnlyList<TranslationChange> changes, CancellationToken cancellationToken) =>
        new(type, await ReadOneAsync(type, id, cancellationToken).ConfigureAwait(false), changes);

    /// <summary>Sends a change; it returns where the server holds it. What is already as it is to be is not sent.</summary>
    /// <param name="update">What <see cref="PrepareAsync"/> made.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">The server refuses it.</exception>
    /// <exception cref="Dhis2NotDoneException">The server holds something else.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">What the server holds could not be read.</exception>
    public async Task SendAsync(TranslationUpdate update, object item, CancellationToken cancellationToken)
    {
        if (update.IsDone)
            return;
        var request = new Dhis2Request(PathOf(update.Type, update.Id, "translations"), HttpMethod.Put) { Body = RequestBody.Of(update.Body, "application/json"), SendsOnce = true };
        var change = $"the translations of {update} were set";
        await SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, change, item, cancellationToken).ConfigureAwait(false);
        string? mismatch;
        try
        {
            mismatch = await LookAsync().ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            throw SentChange.Unknown(null, e, change, item);
        }
        if (mismatch is not null)
            throw new Dhis2NotDoneException($"The server answered that it set the translations of {update}, and did not. {mismatch}", "See what it holds with Get-Dhis2Translation, and try again.") { Item = item };

        async Task<string?> LookAsync() => update.Mismatch(await ReadOneAsync(update.Type, update.Id, cancellationToken).ConfigureAwait(false));
    }

    private static IEnumerable<Translation> Read(MetadataType type, JsonElement item) => item.Items("translations").Select(one => new Translation
    {
        Type = type.Plural,
        Id = item.Text("id") ?? "",
        Name = item.Text("name") ?? item.Text("displayName"),
        Property = one.Text("property") ?? "",
        Locale = one.Text("locale") ?? "",
        Value = one.Text("value"),
    });

    private async Task<JsonElement> ReadOneAsync(MetadataType type, string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(PathOf(type, id)) { Query = { { "fields", Fields } } };
        return await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } found ? found : throw JsonErrors.Invalid(request.Display, null, "it is no object");
    }

    private string PathOf(MetadataType type, params string[] segments) => ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, [type.Plural, .. segments]);
}
