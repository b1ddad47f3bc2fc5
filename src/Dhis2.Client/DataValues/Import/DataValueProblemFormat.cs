using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Problems of data values in a spool.</summary>
internal sealed class DataValueProblemFormat : ISpoolFormat<ImportProblem>
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
    };
}
