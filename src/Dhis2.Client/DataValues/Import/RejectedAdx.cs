using System.Text;
using System.Xml;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Writes rows that did not go in as ADX, with the reason in a comment before each. Rows whose categories make no option combo that could be named have their
/// categories here, and so can be imported again as they are; in other formats they cannot.
/// </summary>
internal static class RejectedAdx
{
    private const string Namespace = "urn:ihe:qrph:adx:2015";

    /// <summary>Writes them, each group with the rows that follow one another in it.</summary>
    public static void Write(IEnumerable<(ImportProblem Problem, DataValue? Row)> rows, Stream target, Encoding encoding)
    {
        using var writer = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, CloseOutput = false, Encoding = encoding });
        writer.WriteStartElement("adx", Namespace);
        (string?, string?, string?, string?)? open = null;
        foreach (var (problem, row) in rows)
        {
            var group = row is null ? open : (row.DataSet, row.Period, row.OrgUnit, row.AttributeOptionCombo);
            if (row is not null && group != open)
            {
                if (open is not null)
                    writer.WriteEndElement();
                WriteGroup(writer, row);
                open = group;
            }
            // The writer parts two dashes, which would end it.
            writer.WriteComment($" {RejectedRows.ForXml(RejectedRows.ReasonOf(problem))} ");
            if (row is not null)
                WriteValue(writer, row);
        }
        writer.WriteEndDocument();
    }

    private static void WriteGroup(XmlWriter writer, DataValue row)
    {
        writer.WriteStartElement("group", Namespace);
        Write(writer, "dataSet", row.DataSet);
        Write(writer, "period", IsoPeriod.FromServer(row.Period) ?? row.Period);
        Write(writer, "orgUnit", row.OrgUnit);
        WriteCombo(writer, "attributeOptionCombo", row.AttributeOptionCombo);
    }

    // Which of the two texts is the value, the type of the data element decides: both are.
    private static void WriteValue(XmlWriter writer, DataValue row)
    {
        writer.WriteStartElement("dataValue", Namespace);
        Write(writer, "dataElement", row.DataElement);
        WriteCombo(writer, "categoryOptionCombo", row.CategoryOptionCombo);
        Write(writer, "value", row.Value);
        Write(writer, "comment", row.Comment);
        Write(writer, "storedBy", row.StoredBy);
        Write(writer, "followup", row.FollowUp ? "true" : null);
        Write(writer, "deleted", row.Deleted ? "true" : null);
        if (row.Value is not null)
            writer.WriteElementString("annotation", Namespace, RejectedRows.ForXml(row.Value));
        writer.WriteEndElement();
    }

    private static void WriteCombo(XmlWriter writer, string name, string? combo)
    {
        if (AdxCategories.Read(combo) is not { } categories)
        {
            Write(writer, name, combo);
            return;
        }
        foreach (var (category, option) in categories)
            Write(writer, category, option);
    }

    private static void Write(XmlWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteAttributeString(name, RejectedRows.ForXml(text));
    }
}
