using System.Text.Json;
using Dhis2.Client.Http.Bodies;

namespace Dhis2.Client.DataValues.SingleValues;

/// <summary>
/// Writes what <c>/api/dataValues</c> takes as JSON. As query parameters, which are taken as well, a long text would be longer than an address may be.
/// </summary>
internal static class DataValueBody
{
    /// <summary>A value with what belongs to it.</summary>
    /// <param name="cell">Its place.</param>
    /// <param name="attribute">The attribute of the place; null for the default one.</param>
    /// <param name="change">What is to be set.</param>
    public static RequestBody OfChange(DataValueCell cell, AttributeOptions? attribute, DataValueChange change) => Of(writer =>
    {
        WritePlace(writer, cell, attribute);
        WriteGiven(writer, "dataSet", change.DataSet);
        WriteGiven(writer, "value", change.Value);
        WriteGiven(writer, "comment", change.Comment);
        if (change.FollowUp is { } mark)
            writer.WriteBoolean("followUp", mark);
        if (change.OverrideLock)
            writer.WriteBoolean("force", true);
    });

    /// <summary>The mark of a value, which has an endpoint and a spelling of its own.</summary>
    /// <param name="cell">Its place.</param>
    /// <param name="attribute">The attribute of the place; null for the default one.</param>
    /// <param name="mark">Whether it is marked.</param>
    public static RequestBody OfMark(DataValueCell cell, AttributeOptions? attribute, bool mark) => Of(writer =>
    {
        WritePlace(writer, cell, attribute);
        writer.WriteBoolean("followup", mark);
    });

    private static void WritePlace(Utf8JsonWriter writer, DataValueCell cell, AttributeOptions? attribute)
    {
        writer.WriteString("dataElement", cell.DataElement);
        writer.WriteString("period", cell.Period);
        writer.WriteString("orgUnit", cell.OrgUnit);
        WriteGiven(writer, "categoryOptionCombo", cell.CategoryOptionCombo);
        if (attribute is null)
            return;
        writer.WriteStartObject("attribute");
        writer.WriteString("combo", attribute.Combo);
        writer.WriteStartArray("options");
        foreach (var option in attribute.Options)
            writer.WriteStringValue(option);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteGiven(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static RequestBody Of(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return RequestBody.Of(memory.ToArray(), "application/json");
    }
}
