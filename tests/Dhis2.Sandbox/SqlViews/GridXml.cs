using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>Writes a page of a grid as XML.</summary>
internal static class GridXml
{
    private const string Namespace = "http://dhis2.org/schema/dxf/2.0";

    private static readonly XmlWriterSettings s_settings = new() { Encoding = new UTF8Encoding(false), CloseOutput = false };

    public static async Task WriteAsync(HttpContext context, SqlView view, SqlGrid grid, GridPage page)
    {
        context.Response.ContentType = "application/xml;charset=UTF-8";
        using var whole = new MemoryStream();
        using (var xml = XmlWriter.Create(whole, s_settings))
            Write(xml, view, grid, page);
        whole.Position = 0;
        await whole.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(XmlWriter xml, SqlView view, SqlGrid grid, GridPage page)
    {
        xml.WriteStartElement("metadata", Namespace);
        if (page.HasPager)
            WritePager(xml, page);
        xml.WriteStartElement("listGrid", Namespace);
        xml.WriteAttributeString("title", view.Name);
        xml.WriteAttributeString("width", Text(page.End > page.Start ? grid.Columns.Count : 0));
        xml.WriteAttributeString("height", Text(page.End - page.Start));
        xml.WriteStartElement("headers", Namespace);
        foreach (var column in grid.Columns)
        {
            xml.WriteStartElement("header", Namespace);
            xml.WriteAttributeString("name", column.Name);
            xml.WriteAttributeString("column", column.Name);
            xml.WriteAttributeString("type", "java.lang.String");
            xml.WriteAttributeString("hidden", "false");
            xml.WriteAttributeString("meta", "false");
            xml.WriteFullEndElement();
        }
        xml.WriteEndElement();
        WriteRows(xml, grid, page);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WritePager(XmlWriter xml, GridPage page)
    {
        xml.WriteStartElement("pager", Namespace);
        xml.WriteElementString("page", Namespace, Text(page.Number));
        xml.WriteElementString("pageCount", Namespace, Text(page.PageCount));
        xml.WriteElementString("total", Namespace, Text(page.Total));
        xml.WriteElementString("pageSize", Namespace, Text(page.ToldSize));
        xml.WriteEndElement();
    }

    private static void WriteRows(XmlWriter xml, SqlGrid grid, GridPage page)
    {
        xml.WriteStartElement("rows", Namespace);
        var row = new SqlRow();
        for (var i = page.Start; i < page.End; i++)
        {
            row.Clear();
            grid.Fill(i, row);
            xml.WriteStartElement("row", Namespace);
            for (var field = 0; field < row.Count; field++)
                xml.WriteElementString("field", Namespace, row.Text(field));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
