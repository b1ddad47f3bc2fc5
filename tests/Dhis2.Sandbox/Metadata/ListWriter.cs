using System.Text.Json;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Metadata;

/// <summary>Writes a page of a list with its pager.</summary>
internal sealed class ListWriter(HttpContext context, MetadataView view, ListRequest request)
{
    private const int FlushAt = 64 * 1024;

    /// <summary>The total that the pager tells, where it is not the count of the list.</summary>
    public int? ToldTotal { get; init; }

    /// <summary>The page past the end holds the last object (2.40 and 2.41 and their org units).</summary>
    public bool StopsAtLast { get; init; }

    /// <summary>A page is cut out of the list, and then once more out of that page (2.41 and its org units).</summary>
    public bool PagesTwice { get; init; }

    public async Task WriteAsync(string type, IReadOnlyList<MetadataItem> items)
    {
        if (request.Fields() is not { } fields)
        {
            await UnreadableAsync(context, view.Dialect).ConfigureAwait(false);
            return;
        }
        var size = Math.Max(1, request.PageSize);
        var page = PageOf(items, size);
        var total = ToldTotal ?? (PagesTwice ? page.Count : items.Count);
        if (PagesTwice && request.Paging && request.Page > 1)
            page = ArraySegment<MetadataItem>.Empty;
        context.Response.ContentType = Answer.Json;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, SandboxJson.Writer);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            if (request.Paging)
                WritePager(writer, total, size);
            writer.WriteStartArray(type);
            var fieldWriter = new FieldWriter(view);
            foreach (var item in page)
            {
                fieldWriter.WriteObject(writer, item, fields);
                if (writer.BytesPending < FlushAt)
                    continue;
                await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What is answered to fields that cannot be read.</summary>
    public static Task UnreadableAsync(HttpContext context, Dialect dialect)
    {
        if (dialect <= Dialect.V41)
            return WebMessage.WriteAsync(context, 500, null);
        context.Response.ContentType = Answer.Json;
        return Answer.EmptyAsync(context, 200);
    }

    private ArraySegment<MetadataItem> PageOf(IReadOnlyList<MetadataItem> items, int size)
    {
        var array = items as MetadataItem[] ?? [.. items];
        if (!request.Paging)
            return array;
        var start = (long)(request.Page - 1) * size;
        if (StopsAtLast && start >= array.Length && array.Length > 0)
            start = array.Length - 1;
        if (request.PageSize == 0 || start >= array.Length)
            return ArraySegment<MetadataItem>.Empty;
        return new ArraySegment<MetadataItem>(array, (int)start, (int)Math.Min(size, array.Length - start));
    }

    private void WritePager(Utf8JsonWriter writer, int total, int size)
    {
        var pages = (total + size - 1) / size;
        var page = Math.Max(1, Math.Min(request.Page, pages));
        writer.WriteStartObject("pager");
        writer.WriteNumber("page", page);
        writer.WriteNumber("total", total);
        writer.WriteNumber("pageSize", size);
        if (page < pages)
            writer.WriteString("nextPage", Link(page + 1));
        if (page > 1)
            writer.WriteString("prevPage", Link(page - 1));
        writer.WriteNumber("pageCount", pages);
        writer.WriteEndObject();
    }

    // Links always point to the type's list, even from the branch of an org unit.
    private string Link(int page)
    {
        var path = context.Request.Path.Value!;
        var type = path.Split('/')[2];
        return $"http://{view.Host}/api/{type}?{request.QueryOfPage(page)}";
    }
}
