using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Writes objects of many types, never paged, plain or packed.</summary>
internal sealed class ExportWriter(HttpContext context, MetadataView view, ListRequest request)
{
    private readonly bool _withDefaults = request.First("defaults") != "EXCLUDE";
    private readonly bool _withSharing = !request.Flag("skipSharing");

    /// <param name="suffix">What follows the name in the path: nothing, json, json.gz, json.zip.</param>
    public async Task WriteAsync(string suffix)
    {
        if (suffix is not ("" or "gz" or "json" or "json.gz" or "json.zip"))
        {
            await HtmlPage.WriteAsync(context, 406, "Acceptable representations: [application/json, application/json+gzip, application/json+zip].").ConfigureAwait(false);
            return;
        }
        var chosen = request.Types.Where(TypeNames.HasEndpoint).ToList();
        if (chosen.Count == 0 && !view.User.Has("F_METADATA_EXPORT"))
            throw new WebMessageException(409, "Unfiltered access to metadata export requires super user or 'F_METADATA_EXPORT' authority.");
        // All of it is selected before the first byte, so that what is wrong can still be answered.
        var types = (chosen.Count > 0 ? chosen : view.Index.Types).Distinct().Select(type => (Type: type, Items: Select(type))).Where(t => t.Items.Count > 0).ToList();
        var packing = suffix is "json.gz" || context.Request.Headers.Accept == "application/json+gzip" ? "gzip" : suffix == "json.zip" ? "zip" : "";
        if (packing.Length > 0 || request.Flag("download"))
            context.Response.Headers.ContentDisposition = "attachment; filename=metadata.json" + packing switch { "gzip" => ".gz", "zip" => ".zip", _ => "" };
        context.Response.ContentType = packing.Length == 0 ? Answer.Json : $"application/json+{packing};charset=UTF-8";
        await WriteAsync(types, packing).ConfigureAwait(false);
    }

    private IReadOnlyList<MetadataItem> Select(string type)
    {
        var ofType = request.Of(type);
        try
        {
            var items = MetadataArea.Select(type, view, ofType, ListOrder.Default, splitsFilters: false);
            return _withDefaults ? items : [.. items.Where(item => !Defaults.Holds(item.Uid))];
        }
        catch (WebMessageException e) when (e.ErrorCode == "E1003")
        {
            // A filter for all types is no filter for those without the property.
            return ofType.HasFilterOfItsOwn ? throw new WebMessageException(409, e.Text) : [];
        }
    }

    private async Task WriteAsync(List<(string Type, IReadOnlyList<MetadataItem> Items)> types, string packing)
    {
        var body = context.Response.BodyWriter.AsStream(leaveOpen: true);
        // Closing a packed stream writes its end without waiting.
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        var archive = packing == "zip" ? new ZipArchive(body, ZipArchiveMode.Create, leaveOpen: true) : null;
        var stream = packing == "gzip" ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : archive?.CreateEntry("metadata.json").Open() ?? body;
        var writer = new Utf8JsonWriter(stream, SandboxJson.Writer);
        writer.WriteStartObject();
        writer.WritePropertyName("system");
        System().WriteTo(writer);
        foreach (var (type, items) in types)
        {
            writer.WriteStartArray(type);
            foreach (var item in items)
            {
                WriteItem(writer, item, request.Of(type).Fields(":owner") ?? []);
                if (writer.BytesPending > 64 * 1024)
                    await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        await writer.DisposeAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        archive?.Dispose();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private JsonObject System() => new()
    {
        ["id"] = view.Dialect == Dialect.V41 ? "00000000-0000-4000-8000-000000000000" : null,
        ["rev"] = "0000000",
        ["version"] = view.Dialect.Full(),
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
    };

    private void WriteItem(Utf8JsonWriter writer, MetadataItem item, IReadOnlyList<FieldNode> fields)
    {
        if (_withDefaults && _withSharing)
        {
            new FieldWriter(view).WriteObject(writer, item, fields);
            return;
        }
        using var copy = new MemoryStream();
        using (var inner = new Utf8JsonWriter(copy, SandboxJson.Writer))
            new FieldWriter(view).WriteObject(inner, item, fields);
        var json = JsonNode.Parse(copy.ToArray())!.AsObject();
        if (!_withSharing)
            json.Remove("sharing");
        if (!_withDefaults)
            RemoveDefaults(json);
        json.WriteTo(writer);
    }

    private static void RemoveDefaults(JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (value is JsonObject one && Defaults.Holds((string?)one["id"]))
                json.Remove(name);
        }
    }
}
