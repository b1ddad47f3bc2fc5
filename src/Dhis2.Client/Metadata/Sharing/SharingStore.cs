using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Sharing;

/// <summary>
/// Reads and sets the sharing of objects. It is read, changed, sent whole and read back, object by object: a server empties what it is not sent, the owner included, takes
/// users that do not exist, and stores accesses that it calls wrong. The requests for many objects at once (<c>PATCH /api/{type}/sharing</c>,
/// <c>/api/metadata/sharing</c>) are not used: 2.40 answers that it updated what it left as it was, and none of them names the objects that it changed.
/// </summary>
/// <param name="caller">Who asks.</param>
public sealed class SharingStore(Dhis2Caller caller)
{
    /// <summary>Reads the sharing of all objects of a type, or of some, page by page.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="ids">Their ids; null reads all.</param>
    /// <param name="onMissing">Is told of ids that there are not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<Page<Dhis2.Sharing>> ReadAsync(MetadataType type, IReadOnlyList<string>? ids, Action<string>? onMissing, CancellationToken cancellationToken)
    {
        var reader = new MetadataReader<Dhis2.Sharing>(caller, _ => new ElementBuilder<Dhis2.Sharing>(item => SharingJson.Read(type, item)), item => item.Id);
        return reader.ReadAsync(new MetadataQuery { Type = type, Ids = ids, Fields = SharingJson.Fields }, onMissing, cancellationToken);
    }

    /// <summary>Refuses a type of which the objects are not shared.</summary>
    /// <exception cref="Dhis2InputException">It is such a type.</exception>
    public Task CheckAsync(MetadataType type, CancellationToken cancellationToken) => CheckAsync(type, new SharingChange(), cancellationToken);

    /// <summary>Reads the sharing of an object, and makes what it is to be.</summary>
    /// <exception cref="Dhis2InputException">Objects of the type are not shared, or their data are not.</exception>
    /// <exception cref="Dhis2ApiException">There is no such object.</exception>
    public async Task<SharingUpdate> PrepareAsync(MetadataType type, string id, SharingChange change, CancellationToken cancellationToken)
    {
        await CheckAsync(type, change, cancellationToken).ConfigureAwait(false);
        var item = await ReadOneAsync(type, id, cancellationToken).ConfigureAwait(false);
        if (item.Child("sharing") is not { } held)
            throw new Dhis2ClientException($"The server tells no sharing of {type.Singular} {id}.", "See what the account may read of it: Get-Dhis2Metadata -Fields sharing, access.") { Item = id };
        var before = SharingJson.Read(type, item);
        return new SharingUpdate(type, held, before, change.ApplyTo(before));
    }

    /// <summary>Sends a change, and says what the server holds then. What is already as it is to be is not sent.</summary>
    /// <param name="update">What <see cref="PrepareAsync"/> made.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">The server refuses it; the message says where it stored it all the same.</exception>
    /// <exception cref="Dhis2NotDoneException">The server holds something else.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">What the server holds could not be read.</exception>
    public async Task<Dhis2.Sharing> SendAsync(SharingUpdate update, object item, CancellationToken cancellationToken)
    {
        if (update.After.Owner is null)
            caller.Events?.OnWarning($"The {update} has no owner: servers let everybody see and change it, whatever its sharing says. Give it one with -Owner.");
        if (update.IsDone)
            return update.Before;
        var request = new Dhis2Request(PathOf(update.Type, update.Before.Id, "sharing"), HttpMethod.Put) { Body = RequestBody.Of(update.Body, "application/json"), SendsOnce = true };
        var change = $"the sharing of {update} was set";
        await SentChange.MakeAsync(caller, () => PutAsync(request, update, cancellationToken), async () => Mismatch(update, await HeldAsync(update, cancellationToken).ConfigureAwait(false)), change, item, cancellationToken)
            .ConfigureAwait(false);
        Dhis2.Sharing held;
        try
        {
            held = await HeldAsync(update, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            caller.Events?.OnWarning($"The sharing of {update} was set, and this account may not see it any more.");
            return update.After;
        }
        catch (Dhis2Exception e)
        {
            throw SentChange.Unknown(null, e, change, item);
        }
        return Mismatch(update, held) is not { } mismatch ? held : throw new Dhis2NotDoneException(
            $"The server answered that it set the sharing of {update}, and did not. {mismatch}", "See what it holds with Get-Dhis2Sharing, and try again.")
        { Item = item };
    }

    // Servers store an access that they refuse (E3015, E3016).
    private async Task PutAsync(Dhis2Request request, SharingUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            await caller.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 409)
        {
            var held = await HeldAsync(update, cancellationToken).ConfigureAwait(false);
            throw held.IsSameAs(update.Before) ? e : e.After($"The server refused the sharing of {update}, and stored it all the same: it is now {held}.", "Set it again to what it is to be: it is in force as it stands.");
        }
    }

    private static string? Mismatch(SharingUpdate update, Dhis2.Sharing held) => held.IsSameAs(update.After) ? null : $"It holds: {held}.";

    private async Task<Dhis2.Sharing> HeldAsync(SharingUpdate update, CancellationToken cancellationToken) =>
        SharingJson.Read(update.Type, await ReadOneAsync(update.Type, update.Before.Id, cancellationToken).ConfigureAwait(false));

    private async Task<JsonElement> ReadOneAsync(MetadataType type, string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(PathOf(type, id)) { Query = { { "fields", SharingJson.Fields } } };
        return await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } found ? found : throw JsonErrors.Invalid(request.Display, null, "it is no object");
    }

    private string PathOf(MetadataType type, params string[] segments) => ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, [type.Plural, .. segments]);

    // Where an account may not read schemas, or a server tells no properties, the server decides.
    private async Task CheckAsync(MetadataType type, SharingChange change, CancellationToken cancellationToken)
    {
        var (isShareable, isDataShareable) = await KindAsync(type, cancellationToken).ConfigureAwait(false);
        if (!isShareable)
            throw new Dhis2InputException($"{type} are not shared: whoever may see one may see all of them.", "What users may do with them is a matter of their roles.") { Item = type.Plural };
        if (!isDataShareable && change.Accesses.FirstOrDefault(SharingAccess.HasData) is { } access)
        {
            throw new Dhis2InputException($"'{access}' lets somebody use data, and {type} have none that are shared.", $"Give {access.Remove(2)}------: the third and fourth characters are about data.")
            { Item = access, ErrorId = "InvalidAccess" };
        }
    }

    private async Task<(bool IsShareable, bool IsDataShareable)> KindAsync(MetadataType type, CancellationToken cancellationToken)
    {
        try
        {
            var schema = await SchemaReader.ReadAsync(caller, type, isOnce: false, cancellationToken).ConfigureAwait(false);
            return schema.Properties.Count == 0 ? (true, true) : (schema.IsShareable, schema.IsDataShareable);
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException)
        {
            return (true, true);
        }
    }
}
