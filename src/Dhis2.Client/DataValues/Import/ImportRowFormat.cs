using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Rows of an import in a spool: those of a task, until its report is there.</summary>
internal sealed class ImportRowFormat : ISpoolFormat<ImportRow>
{
    public static ImportRowFormat Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(BinaryWriter writer, ImportRow item)
    {
        writer.WriteOrNull(item.File);
        writer.WriteOrNull(item.Line);
        writer.WriteOrNull(item.GroupNumber);
        Write(writer, item.Told);
        Write(writer, item.Terms);
    }

    /// <inheritdoc/>
    public ImportRow Read(BinaryReader reader)
    {
        var (file, line, group) = (reader.ReadText(), reader.ReadNumber(), reader.ReadNumber());
        var value = ReadValue(reader);
        return new ImportRow(value, file, line) { GroupNumber = group, Terms = ReadTerms(reader) };
    }

    public static void Write(BinaryWriter writer, DataValueSetTerms? terms)
    {
        List<(string Name, string Text)> members = [.. terms?.Members() ?? []];
        writer.Write((byte)members.Count);
        foreach (var (name, text) in members)
        {
            writer.Write(name);
            writer.Write(text);
        }
    }

    public static DataValueSetTerms? ReadTerms(BinaryReader reader)
    {
        var members = new (string Name, string Text)[reader.ReadByte()];
        for (var i = 0; i < members.Length; i++)
            members[i] = (reader.ReadString(), reader.ReadString());
        return members.Length == 0 ? null : DataValueSetTerms.Of(members);
    }

    public static void Write(BinaryWriter writer, DataValue value)
    {
        writer.WriteOrNull(value.DataElement);
        writer.WriteOrNull(value.Period);
        writer.WriteOrNull(value.OrgUnit);
        writer.WriteOrNull(value.CategoryOptionCombo);
        writer.WriteOrNull(value.AttributeOptionCombo);
        writer.WriteOrNull(value.Value);
        writer.WriteOrNull(value.StoredBy);
        writer.WriteOrNull(value.Created?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteOrNull(value.LastUpdated?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteOrNull(value.Comment);
        writer.Write(value.FollowUp);
        writer.Write(value.Deleted);
        writer.WriteOrNull(value.DataSet);
    }

    public static DataValue ReadValue(BinaryReader reader) => new()
    {
        DataElement = reader.ReadText(),
        Period = reader.ReadText(),
        OrgUnit = reader.ReadText(),
        CategoryOptionCombo = reader.ReadText(),
        AttributeOptionCombo = reader.ReadText(),
        Value = reader.ReadText(),
        StoredBy = reader.ReadText(),
        Created = ReadTime(reader),
        LastUpdated = ReadTime(reader),
        Comment = reader.ReadText(),
        FollowUp = reader.ReadBoolean(),
        Deleted = reader.ReadBoolean(),
        DataSet = reader.ReadText(),
    };

    private static DateTimeOffset? ReadTime(BinaryReader reader) =>
        reader.ReadText() is { } text ? DateTimeOffset.ParseExact(text, "O", System.Globalization.CultureInfo.InvariantCulture) : null;
}
