using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Writes a grid as CSV: all rows, line feeds, and every field trimmed, as the server does.</summary>
internal static class GridCsv
{
    private const int FlushAt = 32 * 1024;

    private static readonly SearchValues<byte> s_quotable = SearchValues.Create(",\"\r\n"u8);

    public static async Task WriteAsync(HttpContext context, SqlView view, SqlGrid grid)
    {
        context.Response.ContentType = "application/csv;charset=UTF-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{view.Name}.csv\"";
        var pipe = context.Response.BodyWriter;
        var row = new SqlRow();
        foreach (var column in grid.Columns)
            row.Add(column.Name);
        var pending = WriteRow(pipe, row);
        for (var i = 0; i < grid.Count; i++)
        {
            row.Clear();
            grid.Fill(i, row);
            pending += WriteRow(pipe, row);
            if (pending < FlushAt)
                continue;
            await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            pending = 0;
        }
        await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static int WriteRow(PipeWriter pipe, SqlRow row)
    {
        var length = 0;
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                length += Write(pipe, ","u8);
            var field = row[i].Trim((byte)' ');
            length += field.ContainsAny(s_quotable) ? WriteQuoted(pipe, field) : Write(pipe, field);
        }
        return length + Write(pipe, "\n"u8);
    }

    private static int WriteQuoted(PipeWriter pipe, ReadOnlySpan<byte> field) =>
        Write(pipe, Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(field).Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static int Write(PipeWriter pipe, ReadOnlySpan<byte> bytes)
    {
        pipe.Write(bytes);
        return bytes.Length;
    }
}
