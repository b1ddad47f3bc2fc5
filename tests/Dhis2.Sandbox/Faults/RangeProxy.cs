using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Faults;

/// <summary>
/// Not DHIS2, which looks at no Range: a proxy in front of it that keeps answers and sends parts of them, with an ETag of
/// the contents. Does so for the paths it was told.
/// </summary>
internal sealed class RangeProxy
{
    private volatile string? _path;

    /// <summary>Serves parts of what is under paths that match; null of nothing.</summary>
    public void Serve(string? path) => _path = path;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_path is not { } path || !HttpMethods.IsGet(context.Request.Method) || !Regex.IsMatch(RequestLog.Of(context).Path, path))
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        var body = await SpoiltBody.CollectAsync(context, next).ConfigureAwait(false);
        if (context.Response.StatusCode == 200)
            body = Cut(context, body);
        context.Response.ContentLength = body.Length;
        await SpoiltBody.WriteAsync(context, body).ConfigureAwait(false);
    }

    private static byte[] Cut(HttpContext context, byte[] body)
    {
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(body))[..16]}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.AcceptRanges = "bytes";
        var asked = Regex.Match(context.Request.Headers.Range.ToString(), @"^bytes=(\d+)-$");
        if (!asked.Success || (context.Request.Headers.IfRange.Count > 0 && context.Request.Headers.IfRange != tag))
            return body;
        var from = int.Parse(asked.Groups[1].Value, CultureInfo.InvariantCulture);
        if (from >= body.Length)
        {
            context.Response.StatusCode = 416;
            context.Response.Headers.ContentRange = $"bytes */{body.Length}";
            return [];
        }
        context.Response.StatusCode = 206;
        context.Response.Headers.ContentRange = $"bytes {from}-{body.Length - 1}/{body.Length}";
        return body[from..];
    }
}
