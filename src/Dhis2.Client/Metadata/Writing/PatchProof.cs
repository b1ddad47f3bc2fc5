using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Tells from what a server holds whether a change has been made.</summary>
internal static class PatchProof
{
    /// <summary>Whether an object is as the steps leave it.</summary>
    /// <exception cref="Dhis2ClientException">A step is about a place in a list, which the list does not tell.</exception>
    public static bool IsDone(JsonElement held, IEnumerable<PatchOperation> operations) => operations.All(operation => IsDone(held, operation));

    private static bool IsDone(JsonElement held, PatchOperation operation)
    {
        var path = operation.Segments;
        var last = path[path.Count - 1];
        if (last.All(char.IsDigit))
            throw new Dhis2ClientException($"a list does not tell whether '{operation}' was done.");
        var isEnd = last == "-";
        var value = At(held, isEnd ? path.Take(path.Count - 1) : path);
        if (operation.Op == "remove")
            return value is null || IsEmpty(value.Value);
        if (operation.Op == "remove-by-id")
            return value is not { ValueKind: JsonValueKind.Array } list || !list.EnumerateArray().Any(item => item.Text("id") == operation.Id);
        var wanted = JsonText.Parse(operation.Value!.Value.ToArray(), "the change");
        return isEnd ? value is { } items && JsonCover.HasItem(items, wanted) : JsonCover.Covers(value, wanted);
    }

    private static JsonElement? At(JsonElement held, IEnumerable<string> path)
    {
        JsonElement? at = held;
        foreach (var name in path)
            at = at is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;
        return at;
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.String => value.GetString()!.Length == 0,
        _ => false,
    };
}
