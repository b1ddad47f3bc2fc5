using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Dhis2.Benchmarks;

/// <summary>
/// A server that exports as many made data elements as the filter of a request says, and reads and counts what is imported. It keeps nothing, and answers both
/// contestants in the same way: what is measured is what happens on the machine of whoever asks.
/// </summary>
internal sealed class MetadataServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    private MetadataServer(Uri uri)
    {
        Uri = uri;
        _listener.Prefixes.Add(uri.AbsoluteUri);
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Uri { get; }

    public static MetadataServer Start()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return new MetadataServer(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/")));
    }

    /// <summary>An export of so many data elements, as servers write it.</summary>
    public static byte[] Package(int count)
    {
        var text = new StringBuilder("""{"system":{"id":"x","rev":"x","version":"2.42.5","date":"2026-01-01T00:00:00.000+0000"},"dataElements":[""");
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""
                {"code":"DE_{{i}}","name":"Data element {{i}}","created":"2024-01-31T12:00:00.000","lastUpdated":"2024-01-31T12:00:00.000","translations":[{"locale":"fr","property":"NAME","value":"Element {{i}}"}],"sharing":{"owner":"M5zQapPyTZI","external":false,"users":{},"userGroups":{},"public":"rw------"},"shortName":"Element {{i}}","valueType":"NUMBER","domainType":"AGGREGATE","aggregationType":"SUM","zeroIsSignificant":false,"categoryCombo":{"id":"bjDvmb4bfuf"},"lastUpdatedBy":{"id":"M5zQapPyTZI","name":"admin admin","username":"admin"},"attributeValues":[],"legendSets":[],"aggregationLevels":[],"id":"E{{i:0000000000}}"}
                """);
        }
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var answer = Answer(context.Request);
            context.Response.ContentType = "application/json;charset=UTF-8";
            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }

    private byte[] Answer(HttpListenerRequest request)
    {
        var path = request.Url!.AbsolutePath;
        if (path != "/api/metadata")
            return Encoding.UTF8.GetBytes($$"""{"version":"2.42.5","contextPath":"{{Uri.AbsoluteUri.TrimEnd('/')}}","id":"M5zQapPyTZI","username":"admin","authorities":["ALL"]}""");
        if (request.HttpMethod == "POST")
            return Report(Count(Read(request)));
        var filter = Uri.UnescapeDataString(request.Url.Query).Split("name:ne:")[1];
        return Package(int.Parse(filter.Split('&')[0], CultureInfo.InvariantCulture));
    }

    private static byte[] Read(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        request.InputStream.CopyTo(body);
        if (body.GetBuffer()[0] != 0x1F)
            return body.ToArray();
        body.Position = 0;
        using var gzip = new GZipStream(body, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static int Count(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        var count = 0;
        while (reader.Read())
            count += reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 2 } ? 1 : 0;
        return count;
    }

    private static byte[] Report(int count) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"httpStatus":"OK","httpStatusCode":200,"status":"OK","response":{"status":"OK","stats":{"created":{{{count}}},"updated":0,"deleted":0,"ignored":0,"total":{{{count}}}},
        "typeReports":[{"klass":"org.hisp.dhis.dataelement.DataElement","stats":{"created":{{{count}}},"updated":0,"deleted":0,"ignored":0,"total":{{{count}}}},"objectReports":[]}],"responseType":"ImportReport"}}
        """));
}
