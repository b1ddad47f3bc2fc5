using System.IO.Compression;
using System.IO.Pipelines;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.DataValues;

/// <summary><c>GET /api/dataValueSets</c>.</summary>
internal sealed class ExportEndpoint(SandboxState state)
{
    private Dialect Dialect => state.Dialect;

    private bool IsLatest => Dialect >= Dialect.V43;

    public async Task InvokeAsync(HttpContext context, string? suffix = null)
    {
        var query = QueryText.Parameters(context.Request).ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        if (Format(context, query, suffix) is not { } format)
        {
            await HtmlPage.WriteAsync(context, 400, "Invalid request parameters.").ConfigureAwait(false);
            return;
        }
        var schemes = new IdSchemes();
        if (schemes.Read(name => query[name].FirstOrDefault()) is { } unknown)
        {
            throw new WebMessageException(400, IsLatest
                ? $"Value '{unknown}' is not valid for parameter idScheme. Invalid ID scheme: {unknown}"
                : $"No enum constant org.hisp.dhis.common.IdentifiableProperty.{unknown}");
        }
        var selectors = new ExportSelectors(query, state.Country, context.CurrentUser(), Dialect);
        var selection = selectors.Read();
        var rows = new ExportRows(state, selection, schemes);
        rows.Check();
        Describe(context, query, selection, format);
        if (selectors.Hidden(selection).Any())
            return;
        await WriteAsync(context, query["compression"].FirstOrDefault(), format, rows).ConfigureAwait(false);
    }

    // Up to 2.42 the Accept header counts where neither path nor query names a format; a page of HTML cannot be had.
    private string? Format(HttpContext context, ILookup<string, string> query, string? suffix)
    {
        if ((suffix ?? query["format"].FirstOrDefault()) is { Length: > 0 } format)
            return format is "csv" or "xml" ? format : "json";
        var accept = context.Request.Headers.Accept.ToString().Split(',', ';')[0];
        return accept switch
        {
            _ when IsLatest => "json",
            "application/csv" or "text/csv" => "csv",
            "application/xml" or "text/xml" => "xml",
            "text/html" => null,
            _ => "json",
        };
    }

    private void Describe(HttpContext context, ILookup<string, string> query, ExportSelection selection, string format)
    {
        var packed = query["compression"].FirstOrDefault() switch { "gzip" => ".gz", "zip" => ".zip", _ => "" };
        var attachment = query["attachment"].FirstOrDefault();
        var response = context.Response;
        response.ContentType = $"application/{format};charset=UTF-8";
        response.Headers.CacheControl = "no-cache, no-store, max-age=0, must-revalidate";
        var days = selection.StartDate is null ? "" : $"_{selection.StartDate:yyyy-MM-dd}_{selection.EndDate:yyyy-MM-dd}";
        if (IsLatest && attachment is null)
            response.Headers.ContentDisposition = $"attachment; filename=\"dataValues{days}.{query["format"].FirstOrDefault() ?? format}{packed}\"";
        else if (!IsLatest && (attachment ?? packed).Length > 0)
            response.Headers.ContentDisposition = $"attachment; filename={attachment ?? "dataValues"}.{format}{packed}";
    }

    private async Task WriteAsync(HttpContext context, string? compression, string format, ExportRows rows)
    {
        var token = context.RequestAborted;
        switch (compression)
        {
            case "gzip":
                await using (var gzip = new GZipStream(context.Response.BodyWriter.AsStream(leaveOpen: true), CompressionLevel.Fastest))
                    await WriteAsync(PipeWriter.Create(gzip), format, rows, token).ConfigureAwait(false);
                break;
            case "zip":
                await ZipAsync(context, format, rows, token).ConfigureAwait(false);
                break;
            default:
                await WriteAsync(context.Response.BodyWriter, format, rows, token).ConfigureAwait(false);
                break;
        }
    }

    // The archive's directory is written synchronously when it closes, which the server's stream would refuse.
    private async Task ZipAsync(HttpContext context, string format, ExportRows rows, CancellationToken token)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = zip.CreateEntry("dataValues." + format).Open();
            await WriteAsync(PipeWriter.Create(entry), format, rows, token).ConfigureAwait(false);
        }
        await context.Response.Body.WriteAsync(archive.GetBuffer().AsMemory(0, (int)archive.Length), token).ConfigureAwait(false);
    }

    private async Task WriteAsync(PipeWriter output, string format, ExportRows rows, CancellationToken token)
    {
        ExportFormat writer = format switch
        {
            "csv" => new CsvExport(output, Dialect),
            "xml" => new XmlExport(output, Dialect),
            _ => new JsonExport(output, Dialect),
        };
        await rows.WriteAsync(writer, token).ConfigureAwait(false);
    }
}
