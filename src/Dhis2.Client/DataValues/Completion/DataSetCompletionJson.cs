using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>Completions as the server reads and writes them.</summary>
internal static class DataSetCompletionJson
{
    /// <summary>The path, and the name of the list in requests and answers.</summary>
    public const string List = "completeDataSetRegistrations";

    private const string Day = "yyyy-MM-dd";
    private const int FlushAt = 32 * 1024;

    /// <summary>Reads one. Where the server does not say whether it is complete, it is.</summary>
    public static DataSetCompletion Read(JsonElement item) => new()
    {
        DataSet = item.Text("dataSet"),
        Period = item.Text("period"),
        OrgUnit = item.Text("organisationUnit"),
        AttributeOptionCombo = item.Text("attributeOptionCombo"),
        Completed = item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("completed", out var completed) || completed.ValueKind != JsonValueKind.False,
        Date = item.Text("date") is { Length: >= 10 } date && DateTime.TryParseExact(date.Substring(0, 10), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        StoredBy = item.Text("storedBy"),
    };

    /// <summary>A body with many of them, written while it is sent.</summary>
    /// <param name="rows">The completions.</param>
    /// <param name="leaving">Called before anything is written.</param>
    public static RequestBody Body(IEnumerable<DataSetCompletion> rows, Action leaving) =>
        new("application/json", (stream, token) =>
        {
            leaving();
            return WriteAsync(rows, stream, token);
        })
        { Gzip = true };

    private static async Task WriteAsync(IEnumerable<DataSetCompletion> rows, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(List);
            foreach (var row in rows)
            {
                Write(writer, row);
                if (writer.BytesPending > FlushAt)
                    await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Write(Utf8JsonWriter writer, DataSetCompletion row)
    {
        writer.WriteStartObject();
        writer.WriteString("dataSet", row.DataSet);
        writer.WriteString("period", row.Period);
        writer.WriteString("organisationUnit", row.OrgUnit);
        if (row.AttributeOptionCombo is not null)
            writer.WriteString("attributeOptionCombo", row.AttributeOptionCombo);
        if (row.Date is { } date)
            writer.WriteString("date", date.ToString(Day, CultureInfo.InvariantCulture));
        if (row.StoredBy is not null)
            writer.WriteString("storedBy", row.StoredBy);
        writer.WriteBoolean("completed", row.Completed);
        writer.WriteEndObject();
    }
}
