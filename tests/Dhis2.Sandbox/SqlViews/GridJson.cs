using System.Text.Json;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Writes a grid as JSON into the response, with no more than one buffer in memory.</summary>
internal static class GridJson
{
    public static async Task WriteAsync(HttpContext context, SqlView view, SqlGrid grid, GridPage page)
    {
        context.Response.ContentType = Answer.Json;
        var body = new BodyBuffer(context);
        using var json = new Utf8JsonWriter(body.Writer, SandboxJson.Writer);
        WriteHead(json, view, grid, page);
        var row = new SqlRow();
        for (var i = page.Start; i < page.End; i++)
        {
            row.Clear();
            grid.Fill(i, row);
            WriteRow(json, row);
            if (!body.IsFull(json.BytesPending))
                continue;
            json.Flush();
            await body.FlushAsync().ConfigureAwait(false);
        }
        json.WriteEndArray();
        json.WriteNumber("headerWidth", grid.Columns.Count);
        json.WriteNumber("height", page.End - page.Start);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        await body.FlushAsync().ConfigureAwait(false);
    }

    private static void WriteHead(Utf8JsonWriter json, SqlView view, SqlGrid grid, GridPage page)
    {
        json.WriteStartObject();
        if (page.HasPager)
            WritePager(json, page);
        json.WriteStartObject("listGrid");
        json.WriteString("title", view.Name);
        if (view.Description is not null)
            json.WriteString("subtitle", view.Description);
        json.WriteStartArray("headers");
        foreach (var column in grid.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("column", column.Name);
            json.WriteString("type", "java.lang.String");
            json.WriteBoolean("hidden", false);
            json.WriteBoolean("meta", false);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("metaData");
        json.WriteEndObject();
        json.WriteStartObject("rowContext");
        json.WriteEndObject();
        // The width is that of the first row: none where there is none.
        json.WriteNumber("width", page.End > page.Start ? grid.Columns.Count : 0);
        json.WriteStartArray("rows");
    }

    private static void WritePager(Utf8JsonWriter json, GridPage page)
    {
        json.WriteStartObject("pager");
        json.WriteNumber("page", page.Number);
        json.WriteNumber("total", page.Total);
        json.WriteNumber("pageSize", page.ToldSize);
        json.WriteNumber("pageCount", page.PageCount);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, SqlRow row)
    {
        json.WriteStartArray();
        for (var i = 0; i < row.Count; i++)
            json.WriteStringValue(row[i]);
        json.WriteEndArray();
    }
}
