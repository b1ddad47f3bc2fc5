using System.Management.Automation;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes the body of a raw request: bytes and texts as they are, objects as JSON, files as they are read.</summary>
internal static class RequestContent
{
    private const string Json = "application/json";

    public static RequestBody? Of(object? body, string? contentType) => (body is PSObject wrapped ? wrapped.BaseObject : body) switch
    {
        null => null,
        byte[] bytes => RequestBody.Of(bytes, contentType ?? "application/octet-stream"),
        string text => RequestBody.Of(text, contentType ?? Json),
        _ => RequestBody.Of(JsonBody.ToUtf8(body), contentType ?? Json),
    };

    public static RequestBody OfFile(string path, string? contentType) =>
        new(contentType ?? TypeOf(path), async (stream, token) =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 81920, useAsync: true);
            await file.CopyToAsync(stream, 81920, token).ConfigureAwait(false);
        })
        { Length = new FileInfo(path).Length };

    /// <summary>A media type, or one of the short names that DHIS2 people use.</summary>
    public static string MediaType(string format) => format.ToLowerInvariant() switch
    {
        "json" => Json,
        "xml" => "application/xml",
        "csv" => "application/csv",
        "adx" => "application/adx+xml",
        "geojson" => "application/geo+json",
        "pdf" => "application/pdf",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "html" => "text/html",
        "text" => "text/plain",
        _ => format,
    };

    private static string TypeOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => Json,
        ".xml" => "application/xml",
        ".csv" => "application/csv",
        ".geojson" => "application/geo+json",
        _ => "application/octet-stream",
    };
}
