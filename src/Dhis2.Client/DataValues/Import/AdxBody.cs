using System.Text;
using System.Xml;
using Dhis2.Client.Http.Bodies;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Writes a batch as ADX while it is sent: the rows of a group in one, with what their elements said.</summary>
internal static class AdxBody
{
    private const string Namespace = "urn:ihe:qrph:adx:2015";
    private const int FlushAt = 32 * 1024;

    /// <summary>The body of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="byGroup">Whether the server is of 2.43 or later.</param>
    /// <param name="defaultCombo">The default category option combo, in the id scheme of the rows; null where it is not known.</param>
    /// <param name="leaving">Called before anything is written.</param>
    public static RequestBody Of(ImportBatch batch, bool byGroup, string? defaultCombo, Action? leaving = null) =>
        new("application/adx+xml", async (stream, token) =>
        {
            leaving?.Invoke();
            // The writer itself would write to the wire without a token.
            using var buffer = new MemoryStream();
            using var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false });
            writer.WriteStartElement("adx", Namespace);
            AdxGroup? group = null;
            foreach (var row in batch.Rows)
            {
                if (row.Adx!.Group != group)
                {
                    if (group is not null)
                        writer.WriteEndElement();
                    WriteGroup(writer, batch, row, byGroup);
                    group = row.Adx.Group;
                }
                WriteValue(writer, row, byGroup, defaultCombo);
                if (buffer.Length > FlushAt)
                    await SendAsync(writer, buffer, stream, token).ConfigureAwait(false);
            }
            writer.WriteEndDocument();
            await SendAsync(writer, buffer, stream, token).ConfigureAwait(false);
        })
        { Gzip = true };

    private static async Task SendAsync(XmlWriter writer, MemoryStream buffer, Stream stream, CancellationToken cancellationToken)
    {
        writer.Flush();
        buffer.Position = 0;
        await buffer.CopyToAsync(stream, FlushAt, cancellationToken).ConfigureAwait(false);
        buffer.SetLength(0);
    }

    private static void WriteGroup(XmlWriter writer, ImportBatch batch, ImportRow row, bool byGroup)
    {
        var (value, group) = (row.Value, row.Adx!.Group);
        writer.WriteStartElement("group", Namespace);
        Write(writer, "dataSet", batch.DataSet ?? value.DataSet);
        Write(writer, "period", group.Period);
        Write(writer, "orgUnit", value.OrgUnit);
        // From the categories of a group 2.43 makes the uid of their option combo, and then looks for that in the id scheme of option combos.
        var made = byGroup ? row.OfGroup?.Name : null;
        Write(writer, "attributeOptionCombo", value.AttributeOptionCombo ?? made);
        // The default category it writes in its exports, and refuses for the same reason.
        if (made is null)
            WriteOthers(writer, group.Others.Where(attribute => attribute is not ("default", "default")), byGroup);
    }

    private static void WriteValue(XmlWriter writer, ImportRow row, bool byGroup, string? defaultCombo)
    {
        var (value, adx) = (row.Value, row.Adx!);
        writer.WriteStartElement("dataValue", Namespace);
        Write(writer, "dataElement", value.DataElement);
        // 2.43 refuses a value that names neither an option combo nor categories.
        var isBare = value.CategoryOptionCombo is null && !adx.Others.Any(attribute => AdxCategories.IsCategory(attribute.Name));
        Write(writer, "categoryOptionCombo", isBare && byGroup ? defaultCombo : value.CategoryOptionCombo);
        WriteOthers(writer, adx.Others, byGroup);
        Write(writer, "value", adx.Value ?? "0");
        Write(writer, "comment", value.Comment);
        if (value.FollowUp)
            Write(writer, "followup", "true");
        if (value.Deleted)
            Write(writer, "deleted", "true");
        if (!byGroup)
            WriteOldNames(writer, value);
        // 2.43 takes the annotation for the value, whatever the data element is.
        if (adx.Annotation is not null && (!byGroup || adx.Annotation == value.Value))
            writer.WriteElementString("annotation", Namespace, adx.Annotation);
        writer.WriteEndElement();
    }

    // 2.43 takes them for categories. 2.40 and 2.41 know the mark by another name than 2.42.
    private static void WriteOldNames(XmlWriter writer, DataValue value)
    {
        Write(writer, "storedBy", value.StoredBy);
        if (value.FollowUp)
            Write(writer, "followUp", "true");
    }

    private static void WriteOthers(XmlWriter writer, IEnumerable<(string Name, string Text)> attributes, bool byGroup)
    {
        foreach (var (name, text) in attributes)
        {
            // What it does not know, 2.43 takes for a category.
            if (!byGroup || AdxCategories.IsCategory(name))
                Write(writer, name, text);
        }
    }

    private static void Write(XmlWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteAttributeString(name, text);
    }
}
