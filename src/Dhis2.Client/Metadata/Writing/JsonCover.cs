using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Compares what a server holds with what it was to hold. Servers add to what they are given, and never keep the order of lists that are sets.</summary>
internal static class JsonCover
{
    /// <summary>Whether what is held has all of what was wanted. Of two that have an id, the ids decide: the rest of a reference is the other object's.</summary>
    public static bool Covers(JsonElement? held, JsonElement wanted) => (held?.ValueKind, wanted.ValueKind) switch
    {
        (null or JsonValueKind.Null, JsonValueKind.Null) => true,
        (null or JsonValueKind.Null, JsonValueKind.Array) => wanted.GetArrayLength() == 0,
        (JsonValueKind.Object, JsonValueKind.Object) => CoversObject(held!.Value, wanted),
        (JsonValueKind.Array, JsonValueKind.Array) => held!.Value.GetArrayLength() == wanted.GetArrayLength() && wanted.EnumerateArray().All(item => HasItem(held.Value, item)),
        (JsonValueKind.Number, JsonValueKind.Number) => held!.Value.GetDouble().Equals(wanted.GetDouble()),
        ({ } kind, _) => kind == wanted.ValueKind && held!.Value.ToString() == wanted.ToString(),
        _ => false,
    };

    /// <summary>Whether a list has such an item.</summary>
    public static bool HasItem(JsonElement list, JsonElement wanted) => list.ValueKind == JsonValueKind.Array && list.EnumerateArray().Any(item => Covers(item, wanted));

    private static bool CoversObject(JsonElement held, JsonElement wanted)
    {
        if (held.Text("id") is { } heldId && wanted.Text("id") is { } wantedId)
            return heldId == wantedId;
        return wanted.EnumerateObject().All(member => Covers(held.TryGetProperty(member.Name, out var value) ? value : null, member.Value));
    }
}
