using System.Text.Json;
using Dhis2.Client.Http.Bodies;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Writes a batch as JSON while it is sent: every value a string, every id in its row.</summary>
internal static class DataValueSetBody
{
    private const int FlushAt = 32 * 1024;

    private static readonly JsonEncodedText s_dataElement = JsonEncodedText.Encode("dataElement");
    private static readonly JsonEncodedText s_period = JsonEncodedText.Encode("period");
    private static readonly JsonEncodedText s_orgUnit = JsonEncodedText.Encode("orgUnit");
    private static readonly JsonEncodedText s_categoryOptionCombo = JsonEncodedText.Encode("categoryOptionCombo");
    private static readonly JsonEncodedText s_attributeOptionCombo = JsonEncodedText.Encode("attributeOptionCombo");
    private static readonly JsonEncodedText s_value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText s_comment = JsonEncodedText.Encode("comment");
    private static readonly JsonEncodedText s_storedBy = JsonEncodedText.Encode("storedBy");
    private static readonly JsonEncodedText s_deleted = JsonEncodedText.Encode("deleted");

    /// <summary>The body of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="byGroup">Whether the server is of 2.43 or later.</param>
    /// <param name="leaving">Called before anything is written.</param>
    public static RequestBody Of(ImportBatch batch, bool byGroup, Action? leaving = null) =>
        new("application/json", (stream, token) =>
        {
            leaving?.Invoke();
            return WriteAsync(batch, byGroup, stream, token);
        })
        { Gzip = true };

    private static async Task WriteAsync(ImportBatch batch, bool byGroup, Stream stream, CancellationToken cancellationToken)
    {
        // 2.40 to 2.42 know the mark as followup, 2.43 as followUp.
        var followUp = JsonEncodedText.Encode(byGroup ? "followUp" : "followup");
        var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            if (batch.DataSet is not null)
                writer.WriteString("dataSet", batch.DataSet);
            writer.WriteStartArray("dataValues");
            foreach (var row in batch.Rows)
            {
                Write(writer, row.Value, followUp, byGroup);
                if (writer.BytesPending > FlushAt)
                    await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Write(Utf8JsonWriter writer, DataValue value, JsonEncodedText followUp, bool byGroup)
    {
        writer.WriteStartObject();
        writer.WriteString(s_dataElement, value.DataElement);
        writer.WriteString(s_period, value.Period);
        writer.WriteString(s_orgUnit, value.OrgUnit);
        if (value.CategoryOptionCombo is not null)
            writer.WriteString(s_categoryOptionCombo, value.CategoryOptionCombo);
        if (value.AttributeOptionCombo is not null)
            writer.WriteString(s_attributeOptionCombo, value.AttributeOptionCombo);
        if (value.Value is not null)
            writer.WriteString(s_value, value.Value);
        if (value.Comment is not null)
            writer.WriteString(s_comment, value.Comment);
        if (value.FollowUp)
            writer.WriteBoolean(followUp, true);
        if (value.Deleted)
            writer.WriteBoolean(s_deleted, true);
        // 2.43 takes no notice of it.
        if (!byGroup && value.StoredBy is not null)
            writer.WriteString(s_storedBy, value.StoredBy);
        writer.WriteEndObject();
    }
}
