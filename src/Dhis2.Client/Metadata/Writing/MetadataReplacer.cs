using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>
/// Replaces objects by whole ones. A server empties whatever the body of a PUT does not name: sharing, code, translations and attribute values among it. So what it
/// holds is read first, and nothing goes out that would lose something without having been asked to.
/// </summary>
/// <param name="caller">Who asks.</param>
public sealed class MetadataReplacer(Dhis2Caller caller)
{
    private const string Own = ":owner";
    private const int MostNames = 6;
    private const int MaximumDepth = 512;

    // Nobody's to change, and empty in the body of a PUT that lacks them.
    private static readonly string[] s_origin = ["created", "createdBy"];

    /// <summary>Reads what is held in place of the object, and makes the body.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its id.</param>
    /// <param name="json">The object.</param>
    /// <param name="isAsRead">The object is one that was read whole from the server, so that single values which are not in it were taken away. Of any other, all that it lacks is refused.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">It is no whole object, is of another id, or has a property that the type does not have.</exception>
    /// <exception cref="Dhis2ApiException">There is no such object.</exception>
    public async Task<ObjectReplacement> PrepareAsync(MetadataType type, string id, ReadOnlyMemory<byte> json, bool isAsRead, CancellationToken cancellationToken)
    {
        using var document = Parse(json);
        var given = document.RootElement;
        if (given.Text("id") is { } other && other != id)
            throw new Dhis2InputException($"The object has the id {other}, and {id} is to be replaced by it.", "Give the object alone, or one without an id.");
        var schema = await SchemaReader.FindAsync(caller, type, cancellationToken).ConfigureAwait(false);
        var held = await ObjectAddress.ReadAsync(caller, type, id, Own, cancellationToken).ConfigureAwait(false);
        var target = ObjectAddress.Name(type, id, held);
        foreach (var member in given.EnumerateObject().Where(member => !isAsRead && !held.TryGetProperty(member.Name, out _)))
            PropertyNames.Check(member.Name, type, schema);
        CheckIsWhole(target, given, held, isAsRead);
        return new ObjectReplacement(target, Body(id, given, held, schema), held.Text("lastUpdated"));
    }

    /// <summary>Replaces the object.</summary>
    /// <param name="replacement">What <see cref="PrepareAsync"/> made.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">The server refuses it.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and the object is as it was.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and what the server holds does not tell whether it was replaced.</exception>
    public Task SendAsync(ObjectReplacement replacement, object item, CancellationToken cancellationToken)
    {
        var target = replacement.Target;
        var request = ObjectAddress.Change(caller, target.Type, target.Id, "PUT", replacement.Body);
        return SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, $"the {target} was replaced", item, cancellationToken);

        async Task<string?> LookAsync()
        {
            var held = await ObjectAddress.ReadAsync(caller, target.Type, target.Id, Own, cancellationToken).ConfigureAwait(false);
            var sent = JsonText.Parse(replacement.Body, "the object sent");
            if (sent.EnumerateObject().All(member => PropertyNames.IsServers(member.Name) || JsonCover.Covers(held.TryGetProperty(member.Name, out var value) ? value : null, member.Value)))
                return null;
            return held.Text("lastUpdated") == replacement.LastUpdated
                ? $"The server holds the {target} as it was before."
                : throw new Dhis2ClientException("it has changed since, and is not what was sent.");
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json.WithoutBom(), new JsonDocumentOptions { MaxDepth = MaximumDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw new Dhis2InputException("What is given is no object of JSON.", "Give one object: a hashtable, an object that was read, or a text like {\"id\":\"...\", ...}.");
        }
        catch (JsonException e)
        {
            throw new Dhis2InputException($"The text is no JSON: {e.Message}", "Give one object: a hashtable, an object that was read, or a text like {\"id\":\"...\", ...}.", e);
        }
    }

    private static void CheckIsWhole(NamedObject target, JsonElement given, JsonElement held, bool isAsRead)
    {
        var missing = held.EnumerateObject().Where(member => !PropertyNames.IsServers(member.Name) && Array.IndexOf(s_origin, member.Name) < 0 && member.Name != "id")
            .Where(member => IsMissing(member, given) && !(isAsRead && MayBeTakenAway(member))).Select(member => member.Name).ToList();
        if (missing.Count == 0)
            return;
        var names = string.Join(", ", missing.Take(MostNames)) + (missing.Count > MostNames ? ", ..." : "");
        throw new Dhis2InputException(
            $"What is given is not the whole of {target}: it lacks {names}, which the server would empty.",
            "Change single properties with Update-Dhis2Metadata, or change what Get-Dhis2Metadata -Fields :owner reads. Give null, or an empty list, for what is to be emptied.")
        { ErrorId = "NotWhole" };
    }

    // Sharing cannot be empty: without it an object is open to all, or to nobody.
    private static bool IsMissing(JsonProperty held, JsonElement given) =>
        !given.TryGetProperty(held.Name, out var value) || (held.Name == "sharing" && value.ValueKind != JsonValueKind.Object);

    // Whole objects have all of their lists, empty or not, and leave out single values that there are none of.
    private static bool MayBeTakenAway(JsonProperty held) => held.Value.ValueKind != JsonValueKind.Array && held.Name != "sharing";

    private static byte[] Body(string id, JsonElement given, JsonElement held, Schema? schema) => JsonBytes.OfObject(writer =>
    {
        writer.WriteString("id", id);
        foreach (var member in given.EnumerateObject().Where(member => member.Name != "id" && member.Value.ValueKind != JsonValueKind.Null))
        {
            // What the object does not own belongs to others, or is another form of what it does own, and may be older than that.
            if (schema?.Find(member.Name) is { IsOwned: false } && !held.TryGetProperty(member.Name, out _))
                continue;
            if (member.Name == "sharing" && held.Child("sharing")?.Text("owner") is { } owner)
                WriteSharing(writer, member.Value, owner);
            else
                member.WriteTo(writer);
        }
        foreach (var member in held.EnumerateObject().Where(member => Array.IndexOf(s_origin, member.Name) >= 0 && !given.TryGetProperty(member.Name, out _)))
            member.WriteTo(writer);
    });

    // Without an owner an object can be read by everybody.
    private static void WriteSharing(Utf8JsonWriter writer, JsonElement sharing, string owner)
    {
        writer.WriteStartObject("sharing");
        if (sharing.Text("owner") is null)
            writer.WriteString("owner", owner);
        foreach (var member in sharing.EnumerateObject().Where(member => member.Name != "owner" || member.Value.ValueKind == JsonValueKind.String))
            member.WriteTo(writer);
        writer.WriteEndObject();
    }
}
