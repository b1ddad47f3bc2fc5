using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Dhis2.Client.Tests.Desktop;

/// <summary>Passes reads on to a server and compresses its answers, as the web servers before DHIS2 do.</summary>
internal sealed class GzipProxy : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly WebApplication _app;
    private readonly Uri _server;

    private GzipProxy(WebApplication app, Uri server)
    {
        _app = app;
        _server = server;
    }

    public Uri Uri => new(_app.Urls.Single() + "/");

    /// <summary>How many answers went out compressed.</summary>
    public int Compressed { get; private set; }

    public static async Task<GzipProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var proxy = new GzipProxy(app, server);
        app.Run(proxy.AnswerAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_server, context.Request.GetEncodedPathAndQuery()));
        foreach (var name in new[] { "Accept", "Authorization", "X-Requested-With" })
            request.Headers.TryAddWithoutValidation(name, (string?)context.Request.Headers[name]);
        using var answer = await _http.SendAsync(request);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(body);
            return;
        }
        Compressed++;
        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(body);
    }
}
