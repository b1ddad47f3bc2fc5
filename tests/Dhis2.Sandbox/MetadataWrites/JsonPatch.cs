using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>JSON Patch as the server has it: add, remove, replace, and remove-by-id, which the standard does not know.</summary>
internal sealed class JsonPatch(Dialect dialect, string type)
{
    private const string NoValue = "Cannot invoke \"com.fasterxml.jackson.databind.JsonNode.deepCopy()\" because \"value\" is null";

    private static readonly string[] s_operations = ["add", "remove", "remove-by-id", "replace"];

    /// <summary>The operations in the body.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ReadAsync(HttpContext context, Dialect dialect)
    {
        var body = await WriteRequest.ReadAsync(context).ConfigureAwait(false);
        if (body.Length == 0)
            throw Unreadable(dialect, dialect >= Dialect.V43 ? "Required request body is missing" : "No content to map due to end-of-input");
        JsonNode? patch;
        try
        {
            patch = WriteRequest.Parse(body);
        }
        catch (WebMessageException e)
        {
            throw Unreadable(dialect, e.Message);
        }
        if (patch is not JsonArray list)
            throw Unreadable(dialect, "Cannot deserialize value of type `java.util.ArrayList<org.hisp.dhis.commons.jackson.jsonpatch.JsonPatchOperation>` from Object value (token `JsonToken.FIELD_NAME`)");
        return Operations(list, dialect);
    }

    /// <summary>The operations of a list; none is done where one cannot be read.</summary>
    public static IReadOnlyList<JsonObject> Operations(JsonArray list, Dialect dialect)
    {
        foreach (var operation in list)
        {
            var name = (string?)operation?["op"];
            if (!s_operations.Contains(name))
                throw Unreadable(dialect, $"Could not resolve type id '{name}' as a subtype of `org.hisp.dhis.commons.jackson.jsonpatch.JsonPatchOperation`: known type ids = [{string.Join(", ", s_operations)}]");
            if ((string?)operation!["path"] is not { } path || !path.StartsWith('/'))
                throw Unreadable(dialect, $"Invalid input: JSON Pointer expression must start with '/': \"{(string?)operation["path"]}\"");
            if (name is "add" or "replace" && !operation.AsObject().ContainsKey("value"))
                throw Unreadable(dialect, NoValue);
        }
        return [.. list.Select(o => o!.AsObject())];
    }

    public void Apply(JsonObject json, IReadOnlyList<JsonObject> operations)
    {
        foreach (var operation in operations)
            Apply(json, operation, ((string)operation["path"]!)[1..].Split('/').Select(Unescape).ToArray());
    }

    private static WebMessageException Unreadable(Dialect dialect, string message) =>
        dialect >= Dialect.V43 ? new WebMessageException(400, "JSON parse error: " + message) : new WebMessageException(500, message);

    private static string Unescape(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private void Apply(JsonObject json, JsonObject operation, string[] path)
    {
        if (!TypeRules.IsKnown(type, path[0]))
            throw new WebMessageException(400, $"Property {path[0]} does not exist on Schema");
        // 2.40 takes the public access of the old shape, which no patch of the new one changes.
        if (dialect == Dialect.V40 && path is ["sharing", "public"])
            return;
        // From 2.42 on attribute values are no list inside.
        if (dialect >= Dialect.V42 && path is ["attributeValues", _, ..])
            throw new WebMessageException(400, "Parent node is not a container, unable to proceed");
        JsonNode? parent = json;
        foreach (var segment in path[..^1])
        {
            // What would hold the value is made where it is missing.
            if (parent is JsonObject o && o[segment] is null && (string?)operation["op"] == "add")
                o[segment] = path[^1] == "-" ? new JsonArray() : new JsonObject();
            parent = Step(parent, segment);
        }
        Change(parent, path[^1], operation);
    }

    private static JsonNode? Step(JsonNode? parent, string segment) => parent switch
    {
        JsonObject o => o[segment],
        JsonArray list when Index(list, segment) is { } at => list[at],
        _ => null,
    };

    private static void Change(JsonNode? parent, string last, JsonObject operation)
    {
        var value = operation["value"]?.DeepClone();
        switch ((string)operation["op"]!, parent)
        {
            case ("add", JsonArray list):
                if (last == "-")
                    list.Add(value);
                else if (int.TryParse(last, CultureInfo.InvariantCulture, out var at) && at <= list.Count)
                    list.Insert(at, value);
                break;
            case ("add" or "replace", JsonObject o):
                o[last] = value;
                break;
            case ("replace", JsonArray list) when Index(list, last) is { } at:
                list[at] = value;
                break;
            case ("remove", JsonObject o):
                o.Remove(last);
                break;
            case ("remove", JsonArray list) when Index(list, last) is { } at:
                list.RemoveAt(at);
                break;
            case ("remove-by-id", JsonObject o) when o[last] is JsonArray members:
                foreach (var member in members.Where(m => (string?)m?["id"] == (string?)operation["id"]).ToList())
                    members.Remove(member);
                break;
        }
    }

    private static int? Index(JsonArray list, string segment) =>
        int.TryParse(segment, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < list.Count ? at : null;
}
