using System.Text.Json;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports;
using Dhis2.Client.Imports.Journals;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Problems of data values in a spool, and in a journal.</summary>
internal sealed class DataValueProblemFormat : IJournalFormat
{
    public static DataValueProblemFormat Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(BinaryWriter writer, ImportProblem item)
    {
        writer.Write((int)item.Outcome);
        writer.WriteOrNull(item.File);
        writer.WriteOrNull(item.Line);
        writer.WriteOrNull(item.Property);
        writer.WriteOrNull(item.Code);
        writer.Write(item.Message);
        writer.Write(item.Row is not null);
        if (item.Row is DataValue row)
            ImportRowFormat.Write(writer, row);
        ImportRowFormat.Write(writer, (item as DataValueImportProblem)?.Terms);
    }

    /// <inheritdoc/>
    public ImportProblem Read(BinaryReader reader) => new DataValueImportProblem
    {
        Outcome = (ImportOutcome)reader.ReadInt32(),
        File = reader.ReadText(),
        Line = reader.ReadNumber(),
        Property = reader.ReadText(),
        Code = reader.ReadText(),
        Message = reader.ReadString(),
        Row = reader.ReadBoolean() ? ImportRowFormat.ReadValue(reader) : null,
        Terms = ImportRowFormat.ReadTerms(reader),
    };

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, ImportProblem problem)
    {
        writer.WriteString("outcome", problem.Outcome.ToString());
        Write(writer, "file", problem.File);
        if (problem.Line is { } line)
            writer.WriteNumber("line", line);
        Write(writer, "property", problem.Property);
        Write(writer, "code", problem.Code);
        writer.WriteString("message", problem.Message);
        if (problem is DataValueImportProblem { Terms: { } terms })
        {
            writer.WriteStartObject("dataValueSet");
            foreach (var (name, text) in terms.Members())
                writer.WriteString(name, text);
            writer.WriteEndObject();
        }
        if (problem.Row is not DataValue row)
            return;
        writer.WriteStartObject("dataValue");
        Write(writer, "dataElement", row.DataElement);
        Write(writer, "period", row.Period);
        Write(writer, "orgUnit", row.OrgUnit);
        Write(writer, "categoryOptionCombo", row.CategoryOptionCombo);
        Write(writer, "attributeOptionCombo", row.AttributeOptionCombo);
        Write(writer, "value", row.Value);
        Write(writer, "comment", row.Comment);
        Write(writer, "storedBy", row.StoredBy);
        Write(writer, "dataSet", row.DataSet);
        if (row.FollowUp)
            writer.WriteBoolean("followUp", true);
        if (row.Deleted)
            writer.WriteBoolean("deleted", true);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public ImportProblem Read(JsonElement json) => new DataValueImportProblem
    {
        Outcome = Enum.TryParse<ImportOutcome>(json.Text("outcome"), out var outcome) ? outcome : throw new FormatException($"'{json.Text("outcome")}' is no outcome."),
        File = json.Text("file"),
        Line = json.Number("line"),
        Property = json.Text("property"),
        Code = json.Text("code"),
        Message = json.Text("message") ?? "",
        Terms = json.Child("dataValueSet") is { } terms ? DataValueSetTerms.Of(terms.EnumerateObject().Select(member => (member.Name, member.Value.GetString() ?? ""))) : null,
        Row = json.Child("dataValue") is not { } row ? null : new DataValue
        {
            DataElement = row.Text("dataElement"),
            Period = row.Text("period"),
            OrgUnit = row.Text("orgUnit"),
            CategoryOptionCombo = row.Text("categoryOptionCombo"),
            AttributeOptionCombo = row.Text("attributeOptionCombo"),
            Value = row.Text("value"),
            Comment = row.Text("comment"),
            StoredBy = row.Text("storedBy"),
            DataSet = row.Text("dataSet"),
            FollowUp = row.Flag("followUp"),
            Deleted = row.Flag("deleted"),
        },
    };

    private static void Write(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }
}
