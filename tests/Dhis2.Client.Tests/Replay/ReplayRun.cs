using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Dhis2.Recordings;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Replay;

/// <summary>One recorded area played in order against a fresh sandbox of its version.</summary>
public sealed class ReplayRun
{
    private static readonly ConcurrentDictionary<(string Version, string Area), Lazy<Task<ReplayRun>>> s_runs = new();
    private static readonly TimeSpan s_longestJob = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, IReadOnlyList<string>> _differences = new(StringComparer.Ordinal);
    private readonly ReplayIds _ids = new();
    private OAuth2Stage? _oauth2;

    private ReplayRun()
    {
    }

    /// <summary>What differs, by the name of the exchange; exchanges that were not sent or not compared are absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Differences => _differences;

    /// <summary>The run of an area, played once however many tests ask.</summary>
    public static Task<ReplayRun> Of(string version, string area) =>
        s_runs.GetOrAdd((version, area), key => new Lazy<Task<ReplayRun>>(() => Task.Run(() => PlayAsync(key.Version, key.Area)))).Value;

    private static async Task<ReplayRun> PlayAsync(string version, string area)
    {
        var options = new SandboxOptions
        {
            Dialect = Dialects.Parse(version),
            JobDelay = Timeout.InfiniteTimeSpan,
            Csrf = area == "csrf",
            OAuth2 = area == OAuth2Stage.Area,
        };
        await using var server = await SandboxServer.StartAsync(options);
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Uri, Timeout = TimeSpan.FromSeconds(20) };
        var identity = new ReplayIdentity(server.Users);
        var run = new ReplayRun { _oauth2 = area == OAuth2Stage.Area ? new OAuth2Stage(server) : null };
        foreach (var exchange in RecordingArchive.Open(version).Area(area))
            await run.PlayAsync(exchange, http, identity, server);
        return run;
    }

    private async Task PlayAsync(RecordedExchange exchange, HttpClient http, ReplayIdentity identity, SandboxServer server)
    {
        var kind = Difference.Find(exchange.Area, exchange.Version, exchange.Name)?.Kind;
        if (kind == DifferenceKind.OutOfScope)
            return;
        if (exchange.Request.Body.Length is not null)
        {
            _differences[exchange.Name] = ["not sent: of the body only a description was recorded"];
            return;
        }
        ReplayStages.Enter(exchange, server);
        _oauth2?.Enter(exchange);
        await EndJobAsync(exchange, server);
        var (answer, differences) = await SendAsync(exchange, http, identity);
        identity.Learn(exchange.Response, answer);
        _oauth2?.Learn(exchange, answer);
        if (exchange.Request.Method != "GET")
            _ids.Learn(exchange.Response.Body.Json, answer.Json);
        if (kind != DifferenceKind.Prepares)
            _differences[exchange.Name] = differences;
    }

    // A job is held back until a recorded answer shows its end: then it runs to its end, and one look has to agree.
    private async Task EndJobAsync(RecordedExchange exchange, SandboxServer server)
    {
        if (exchange.Request.Method != "GET" || !ShowsEnd(exchange) || server.State.Jobs.Find(_ids.Apply(exchange.Request.Path).Split('/', '?')[^1]) is not { } job)
            return;
        job.Released.TrySetResult();
        var waited = Stopwatch.StartNew();
        while (job.Status != "DISABLED")
        {
            if (waited.Elapsed > s_longestJob)
                throw new TimeoutException($"{exchange.Version} {exchange.Name}: the sandbox's job {job.Id} does not come to its end.");
            await Task.Delay(5);
        }
    }

    private static bool ShowsEnd(RecordedExchange exchange)
    {
        var json = exchange.Response.Body.Json?.ToJsonString() ?? "";
        return exchange.Request.Path.StartsWith("/api/system/taskSummaries/", StringComparison.Ordinal)
            ? json.Contains("\"status\":", StringComparison.Ordinal)
            : json.Contains("\"completed\":true", StringComparison.Ordinal) || json.Contains("\"jobStatus\":\"DISABLED\"", StringComparison.Ordinal);
    }

    private async Task<(ReplayedAnswer Answer, IReadOnlyList<string> Differences)> SendAsync(RecordedExchange exchange, HttpClient http, ReplayIdentity identity)
    {
        using var request = BuildRequest(exchange, http.BaseAddress!, identity);
        try
        {
            using var response = await http.SendAsync(request);
            var answer = await ReadAsync(response);
            return (answer, Comparison.Differences(exchange.Response, answer));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (new ReplayedAnswer(0, null, new Dictionary<string, string>(), ""), [$"no answer: {e.Message}"]);
        }
    }

    private HttpRequestMessage BuildRequest(RecordedExchange exchange, Uri server, ReplayIdentity identity)
    {
        // The path goes out as it was recorded, without being tidied up.
        var uri = new Uri(server.GetLeftPart(UriPartial.Authority) + Apply(exchange, exchange.Request.Path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(exchange.Request.Method), uri);
        if (!exchange.Request.Body.IsEmpty || exchange.Request.Headers.ContainsKey("Content-Type"))
            request.Content = new ByteArrayContent(Body(exchange));
        foreach (var (name, recorded) in exchange.Request.Headers)
        {
            var value = name.ToUpperInvariant() switch
            {
                "AUTHORIZATION" => identity.Authorization(exchange, Apply(exchange, recorded)),
                "COOKIE" => _oauth2?.Cookie(exchange) ?? identity.Cookie(recorded),
                _ => recorded,
            };
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    private string Apply(RecordedExchange exchange, string text)
    {
        text = _ids.Apply(text);
        return _oauth2?.Apply(exchange, text) ?? text;
    }

    private byte[] Body(RecordedExchange exchange)
    {
        var request = exchange.Request;
        var bytes = request.Body.ToBytes();
        if (request.Body.Bytes is null)
            bytes = Encoding.UTF8.GetBytes(Apply(exchange, Encoding.UTF8.GetString(bytes)));
        using var packed = new MemoryStream();
        switch (request.Packed)
        {
            case "gzip":
                using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                    gzip.Write(bytes);
                return packed.ToArray();
            case "zip":
                using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                using (var entry = zip.CreateEntry("body").Open())
                    entry.Write(bytes);
                return packed.ToArray();
            default:
                return bytes;
        }
    }

    private static async Task<ReplayedAnswer> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (bytes.Length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        {
            using var plain = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                gzip.CopyTo(plain);
            bytes = plain.ToArray();
        }
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => h.Value.First(), StringComparer.OrdinalIgnoreCase);
        return new ReplayedAnswer((int)response.StatusCode, MediaType(response.Content.Headers), headers, Encoding.UTF8.GetString(bytes));
    }

    private static string? MediaType(HttpContentHeaders headers) => headers.ContentType?.MediaType;
}
