using System.Xml;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Reads a data value set from XML.</summary>
internal static class XmlPayload
{
    public static DataValueSet Read(byte[] body, Dialect dialect)
    {
        var set = new DataValueSet();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            reader.MoveToContent();
            if (reader.LocalName != "dataValueSet")
                throw WrongRoot(dialect, reader.LocalName);
            set.DataSet = reader.GetAttribute("dataSet");
            set.Period = reader.GetAttribute("period");
            set.OrgUnit = reader.GetAttribute("orgUnit");
            set.AttributeCombo = reader.GetAttribute("attributeOptionCombo");
            set.CompleteDate = reader.GetAttribute("completeDate");
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "dataValue")
                    set.Rows.Add(ReadRow(reader));
            }
        }
        catch (XmlException e)
        {
            throw dialect >= Dialect.V43 ? new UnreadableBodyException(500, e.Message) : new ImportCrashException("Failed to move to start element");
        }
        return set;
    }

    private static DataValueRow ReadRow(XmlReader reader) => new()
    {
        Element = reader.GetAttribute("dataElement"),
        Period = reader.GetAttribute("period"),
        OrgUnit = reader.GetAttribute("orgUnit"),
        OptionCombo = reader.GetAttribute("categoryOptionCombo"),
        AttributeCombo = reader.GetAttribute("attributeOptionCombo"),
        Value = reader.GetAttribute("value"),
        Comment = reader.GetAttribute("comment"),
        StoredBy = reader.GetAttribute("storedBy"),
        FollowUp = Flag(reader.GetAttribute("followUp")),
        Deleted = Flag(reader.GetAttribute("deleted")),
    };

    private static bool? Flag(string? text) => text is null ? null : text == "true";

    private static Exception WrongRoot(Dialect dialect, string root) => dialect switch
    {
        Dialect.V43 => new UnreadableBodyException(400, $"XML file error : Neither <dataValueSet> nor <adx> root tag found but: `<{root}>`", "E8007"),
        Dialect.V42 => JsonPayload.Unreadable(dialect, ""),
        _ => new ImportCrashException("Current event not START_ELEMENT"),
    };
}
