using System.Text;
using System.Text.Json;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Reads a data value set from JSON, with what each version forgives.</summary>
internal static class JsonPayload
{
    public static DataValueSet Read(ReadOnlyMemory<byte> body, Dialect dialect)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            if (dialect >= Dialect.V43)
                throw new UnreadableBodyException(400, "Unexpected character at position 0,\n\uFEFF{\n^ expected start of a JSON value but found: `\uFEFF`");
            body = body[3..];
        }
        // 2.43 replaces what is no UTF-8; the others refuse it.
        if (dialect >= Dialect.V43)
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, dialect);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            if (dialect < Dialect.V43)
                throw Unreadable(dialect, e.Message);
            throw new UnreadableBodyException(IsCutOff(body.Span) ? 500 : 400, IsCutOff(body.Span) ? null : "Unexpected character at position 0,\n^ expected start of value");
        }
    }

    /// <summary>How a version up to 2.42 fails on what it cannot read.</summary>
    public static ImportCrashException Unreadable(Dialect dialect, string why) =>
        new(dialect == Dialect.V42 ? "Post-condition was null" : "com.fasterxml.jackson.databind.JsonMappingException: " + why);

    private static DataValueSet Read(JsonElement root, Dialect dialect)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return dialect >= Dialect.V43 ? new DataValueSet() : throw Unreadable(dialect, "Cannot deserialize value of type `org.hisp.dhis.dxf2.datavalueset.DataValueSet`");
        var set = new DataValueSet
        {
            DataSet = Text(root, "dataSet"),
            Period = Text(root, "period"),
            OrgUnit = Text(root, "orgUnit"),
            AttributeCombo = Text(root, "attributeOptionCombo"),
            CompleteDate = Text(root, "completeDate"),
            DryRun = Flag(root, "dryRun") ?? false,
            Strategy = Text(root, "strategy"),
        };
        foreach (var field in root.EnumerateObject())
        {
            if (field.Name.EndsWith("IdScheme", StringComparison.Ordinal) || field.Name == "idScheme")
                set.Schemes[field.Name] = field.Value.GetString();
        }
        if (dialect >= Dialect.V43 && root.TryGetProperty("deletion", out var deletion) && deletion.ValueKind == JsonValueKind.Object)
            set.Deletion = ReadDeletion(deletion);
        if (root.TryGetProperty("dataValues", out var rows))
            ReadRows(rows, set, dialect);
        return set;
    }

    private static void ReadRows(JsonElement rows, DataValueSet set, Dialect dialect)
    {
        if (rows.ValueKind == JsonValueKind.Null && dialect >= Dialect.V43)
            throw new UnreadableBodyException(500, "NULL node has no elements property.");
        if (rows.ValueKind != JsonValueKind.Array)
            return;
        foreach (var row in rows.EnumerateArray())
        {
            set.Rows.Add(ReadRow(row, dialect));
            // Up to 2.42 an object in a row ends the row, and what follows is taken for another.
            if (dialect < Dialect.V43 && set.Rows[^1].Categories is not null)
                set.Rows.Add(new DataValueRow());
        }
    }

    private static DataValueRow ReadRow(JsonElement row, Dialect dialect) => new()
    {
        Element = Text(row, "dataElement"),
        Period = Text(row, "period"),
        OrgUnit = Text(row, "orgUnit"),
        OptionCombo = Text(row, "categoryOptionCombo"),
        Categories = Categories(row),
        AttributeCombo = Text(row, "attributeOptionCombo"),
        Value = Value(row, dialect),
        Comment = Text(row, "comment"),
        StoredBy = Text(row, "storedBy"),
        FollowUp = Flag(row, dialect >= Dialect.V43 ? "followUp" : "followup"),
        Deleted = Flag(row, "deleted"),
    };

    private static string? Value(JsonElement row, Dialect dialect)
    {
        if (dialect >= Dialect.V43 && row.TryGetProperty("value", out var value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            throw new UnreadableBodyException(500, $"Path `$.value` does not contain an STRING but a(n) {(value.ValueKind == JsonValueKind.Number ? "NUMBER" : "BOOLEAN")}: {value.GetRawText()}");
        return Text(row, "value");
    }

    private static Dictionary<string, string?>? Categories(JsonElement row) =>
        row.TryGetProperty("categoryOptionCombo", out var combo) && combo.ValueKind == JsonValueKind.Object
            ? combo.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString())
            : null;

    private static DeletionScope ReadDeletion(JsonElement deletion)
    {
        IReadOnlyList<JsonElement> Items(string name) => deletion.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];
        return new DeletionScope(
            [.. Items("orgUnits").Select(item => item.GetString()!)],
            [.. Items("periods").Select(item => item.GetString()!)],
            [.. Items("elements").Select(item => (Text(item, "dataElement")!, Text(item, "categoryOptionCombo"), Text(item, "attributeOptionCombo")))]);
    }

    private static string? Text(JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static bool? Flag(JsonElement item, string name) => Text(item, name) switch { "true" => true, "false" => false, _ => null };

    private static bool IsCutOff(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                // Only whether it can be read so far.
            }
            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
