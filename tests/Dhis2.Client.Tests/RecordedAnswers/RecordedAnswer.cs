using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded answers as the client's network would have brought them.</summary>
internal static class RecordedAnswer
{
    // As servers write: nothing escaped that need not be.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Areas { get; } =
        ["data-values", "sql-views", "metadata", "metadata-filters", "metadata-org-units", "jobs", "auth", "oauth2", "system", "csrf"];

    /// <summary>Theory rows: version, area and name of the exchanges that are wanted.</summary>
    public static TheoryData<string, string, string> Rows(Func<RecordedExchange, bool> wanted, params string[] areas)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var version in RecordingArchive.Versions)
        {
            foreach (var exchange in areas.SelectMany(RecordingArchive.Open(version).Area).Where(wanted))
                rows.Add(version, exchange.Area, exchange.Name);
        }
        return rows;
    }

    public static RecordedExchange Find(string version, string area, string name) => RecordingArchive.Open(version).Find(area, name)!;

    /// <summary>A caller whom every request brings the recorded answer.</summary>
    public static Dhis2Caller Caller(RecordedExchange exchange) =>
        TestSession.CallerOf(new AnsweringHandler(_ => Response(exchange)), Release(exchange));

    public static int Release(RecordedExchange exchange) => int.Parse(exchange.Version.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The body on the wire; where a list was shortened, without the note that says so.</summary>
    public static byte[] Body(RecordedExchange exchange)
    {
        var body = exchange.Response.Body;
        if (body.Length is not null || exchange.Request.Method == "HEAD")
            return [];
        return body.Json is { } json ? Encoding.UTF8.GetBytes(Whole(json).ToJsonString(s_plain)) : body.ToBytes();
    }

    /// <summary>The JSON of the body without the notes on what was left out; null where it has none.</summary>
    public static JsonNode? Json(RecordedExchange exchange) => exchange.Response.Body.Json is { } json ? Whole(json) : null;

    /// <summary>Whether the answer refuses who asks: 401, and from 2.41 on a 400 to what is no token at all.</summary>
    public static bool RefusesIdentity(RecordedExchange exchange) =>
        exchange.Response.Status == 401 || (exchange.Response.Status == 400 && exchange.Request.Headers.Any(h => h.Value.StartsWith("ApiToken", StringComparison.Ordinal)));

    public static string PathOf(RecordedExchange exchange) => exchange.Request.Path.Split('?')[0];

    private static JsonNode Whole(JsonNode node)
    {
        var copy = node.DeepClone();
        Strip(copy);
        return copy;
    }

    private static void Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                if (array.LastOrDefault() is JsonObject last && last.ContainsKey("$more"))
                    array.RemoveAt(array.Count - 1);
                foreach (var item in array)
                    Strip(item);
                break;
            case JsonObject o:
                o.Remove("$more");
                foreach (var (_, value) in o)
                    Strip(value);
                break;
        }
    }

    /// <summary>The whole answer, as the network brings it.</summary>
    public static HttpResponseMessage Response(RecordedExchange exchange)
    {
        var response = new HttpResponseMessage((HttpStatusCode)exchange.Response.Status) { Content = new ByteArrayContent(Body(exchange)) };
        foreach (var (name, value) in exchange.Response.Headers)
        {
            // The body is not what was on the wire to the byte: its length and packing are the handler's.
            if (name.ToUpperInvariant() is "CONTENT-LENGTH" or "CONTENT-ENCODING" or "TRANSFER-ENCODING")
                continue;
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return response;
    }
}
