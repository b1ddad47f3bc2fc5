using System.Net;
using System.Text;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Writes a whole grid as a table in HTML.</summary>
internal static class GridHtml
{
    public static Task WriteAsync(HttpContext context, SqlView view, SqlGrid grid)
    {
        var html = new StringBuilder("<div class=\"gridDiv\">\n<h3>").Append(WebUtility.HtmlEncode(view.Name)).Append("</h3>\n<h4>")
            .Append(WebUtility.HtmlEncode(view.Description)).Append("</h4>\n<table class=\"listTable gridTable\">\n<thead>\n<tr>\n");
        foreach (var column in grid.Columns)
            Cell(html, "th", column.Name);
        html.Append("</tr>\n</thead>\n<tbody>\n");
        var row = new SqlRow();
        for (var i = 0; i < grid.Count; i++)
        {
            row.Clear();
            grid.Fill(i, row);
            html.Append("<tr>\n");
            for (var field = 0; field < row.Count; field++)
                Cell(html, "td", row.Text(field));
            html.Append("</tr>\n");
        }
        return Answer.TextAsync(context, 200, "text/html;charset=UTF-8", html.Append("</tbody>\n</table>\n</div>\n").ToString());
    }

    private static void Cell(StringBuilder html, string tag, string text) =>
        html.Append('<').Append(tag).Append('>').Append(WebUtility.HtmlEncode(text)).Append("</").Append(tag).Append(">\n");
}
