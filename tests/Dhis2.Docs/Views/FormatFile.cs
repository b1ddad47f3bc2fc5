using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Dhis2.Docs.Views;

/// <summary>The views as PowerShell reads them: <c>Dhis2.Format.ps1xml</c>.</summary>
internal static class FormatFile
{
    public static string Make(string json)
    {
        var views = ViewTable.Read(json).Select(MakeView);
        var root = new XElement("Configuration", new XElement("ViewDefinitions", views));
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Made from Views.json by ./build.ps1 -Task Docs: change that file. -->\n");
        Append(text, root, "");
        return text.ToString();
    }

    private static XElement MakeView(View view) => new(
        "View",
        new XElement("Name", view.Types[0]),
        new XElement("ViewSelectedBy", view.Types.Select(type => new XElement("TypeName", type))),
        view.Form == ViewForm.Table ? MakeTable(view) : MakeList(view));

    private static XElement MakeTable(View view) => new(
        "TableControl",
        new XElement("TableHeaders", view.Columns.Select(column => new XElement(
            "TableColumnHeader",
            new XElement("Label", column.Label),
            column.Width is { } width ? new XElement("Width", width.ToString(CultureInfo.InvariantCulture)) : null,
            column.Align is { } align ? new XElement("Alignment", align) : null))),
        new XElement("TableRowEntries", new XElement(
            "TableRowEntry",
            view.Wrap ? new XElement("Wrap") : null,
            new XElement("TableColumnItems", view.Columns.Select(column => new XElement("TableColumnItem", MakeValue(column)))))));

    private static XElement MakeList(View view) => new(
        "ListControl",
        new XElement("ListEntries", new XElement("ListEntry", new XElement("ListItems", view.Columns.Select(column => new XElement(
            "ListItem",
            new XElement("Label", column.Label),
            column.When is { } when ? new XElement("ItemSelectionCondition", new XElement("ScriptBlock", when)) : null,
            MakeValue(column)))))));

    private static XElement MakeValue(ViewColumn column) =>
        column.Script is { } script ? new("ScriptBlock", script) : new("PropertyName", column.Property ?? column.Label);

    // What holds nothing but texts stands on a line of its own, so that a column is a line.
    private static void Append(StringBuilder text, XElement element, string indent)
    {
        if (!element.Elements().Any(child => child.HasElements))
        {
            text.Append(indent).Append(element.ToString(SaveOptions.DisableFormatting)).Append('\n');
            return;
        }
        text.Append(indent).Append('<').Append(element.Name).Append(">\n");
        foreach (var child in element.Elements())
            Append(text, child, indent + "  ");
        text.Append(indent).Append("</").Append(element.Name).Append(">\n");
    }
}
