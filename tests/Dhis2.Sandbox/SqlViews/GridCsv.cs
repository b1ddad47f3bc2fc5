using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Writes a grid as CSV: all rows, line feeds, and every field trimmed, as the server does.</summary>
internal static class GridCsv
{
    private static readonly SearchValues<byte> s_quotable = SearchValues.Create(",\"\r\n"u8);

    public static async Task WriteAsync(HttpContext context, SqlView view, SqlGrid grid)
    {
        context.Response.ContentType = "application/csv;charset=UTF-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{view.Name}.csv\"";
        var body = new BodyBuffer(context);
        var row = new SqlRow();
        foreach (var column in grid.Columns)
            row.Add(column.Name);
        WriteRow(body.Writer, row);
        for (var i = 0; i < grid.Count; i++)
        {
            row.Clear();
            grid.Fill(i, row);
            WriteRow(body.Writer, row);
            if (body.IsFull())
                await body.FlushAsync().ConfigureAwait(false);
        }
        await body.FlushAsync().ConfigureAwait(false);
    }

    private static void WriteRow(IBufferWriter<byte> body, SqlRow row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                body.Write(","u8);
            var field = row[i].Trim((byte)' ');
            if (field.ContainsAny(s_quotable))
                body.Write(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(field).Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
            else
                body.Write(field);
        }
        body.Write("\n"u8);
    }
}
