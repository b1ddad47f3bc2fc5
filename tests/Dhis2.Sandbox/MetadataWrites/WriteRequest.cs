using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Reads what a write sends, and refuses it as each version does.</summary>
internal static class WriteRequest
{
    /// <summary>The status of a body that is no object of the wanted kind.</summary>
    public static int Unreadable(Dialect dialect) => dialect >= Dialect.V43 ? 409 : 500;

    /// <summary>The content type without its parameters.</summary>
    public static string ContentType(HttpContext context) => (context.Request.ContentType ?? "").Split(';')[0].Trim();

    public static WebMessageException WrongContentType(HttpContext context, Dialect dialect)
    {
        var type = ContentType(context);
        return new WebMessageException(415, dialect <= Dialect.V41
            ? $"Content type '{type}' not supported"
            : type.Length == 0 ? "Content-Type is not supported" : $"Content-Type '{type}' is not supported");
    }

    /// <summary>The object in the body.</summary>
    public static async Task<JsonObject> ReadObjectAsync(HttpContext context, Dialect dialect, string klass)
    {
        if (ContentType(context) != "application/json")
            throw WrongContentType(context, dialect);
        var body = await ReadAsync(context).ConfigureAwait(false);
        if (body.Length == 0)
            throw new WebMessageException(Unreadable(dialect), "No content to map due to end-of-input");
        return Parse(body) switch
        {
            JsonObject json => json,
            null => throw new WebMessageException(500, "Cannot invoke \"org.hisp.dhis.common.IdentifiableObject.getTranslations()\" because \"parsed\" is null"),
            _ => throw new WebMessageException(Unreadable(dialect), $"Cannot deserialize value of type `{klass}` from Array value (token `JsonToken.START_ARRAY`)"),
        };
    }

    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy, context.RequestAborted).ConfigureAwait(false);
        return copy.ToArray();
    }

    /// <summary>JSON with or without a byte order mark; what is malformed is answered with 409.</summary>
    public static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body.AsSpan(body is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
        }
        catch (JsonException e)
        {
            throw new WebMessageException(409, e.Message);
        }
    }
}
