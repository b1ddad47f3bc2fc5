using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Import;

/// <summary>Problems of metadata imports in a spool.</summary>
internal sealed class MetadataProblemFormat : ISpoolFormat<ImportProblem>
{
    public static MetadataProblemFormat Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(BinaryWriter writer, ImportProblem item)
    {
        var problem = item as MetadataImportProblem;
        writer.Write((int)item.Outcome);
        writer.WriteOrNull(item.File);
        writer.WriteOrNull(item.Line);
        writer.WriteOrNull(item.Code);
        writer.WriteOrNull(item.Property);
        writer.Write(item.Message);
        writer.WriteOrNull(problem?.Type);
        writer.WriteOrNull(problem?.Index);
        writer.WriteOrNull(problem?.Uid);
        writer.WriteOrNull(problem?.RecommendedAction);
        writer.Write(problem?.HeldBack == true);
        writer.Write(problem?.IsFurther == true);
        writer.Write(item.Row is not null);
        if (item.Row is not MetadataObject row)
            return;
        writer.Write(row.Type);
        writer.WriteOrNull(row.Id);
        writer.WriteOrNull(row.Code);
        writer.WriteOrNull(row.Name);
        writer.WriteOrNull(row.Json);
    }

    /// <inheritdoc/>
    public ImportProblem Read(BinaryReader reader) => new MetadataImportProblem
    {
        Outcome = (ImportOutcome)reader.ReadInt32(),
        File = reader.ReadText(),
        Line = reader.ReadNumber(),
        Code = reader.ReadText(),
        Property = reader.ReadText(),
        Message = reader.ReadString(),
        Type = reader.ReadText(),
        Index = reader.ReadNumber(),
        Uid = reader.ReadText(),
        RecommendedAction = reader.ReadText(),
        HeldBack = reader.ReadBoolean(),
        IsFurther = reader.ReadBoolean(),
        Row = reader.ReadBoolean() ? new MetadataObject(reader.ReadString(), reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadText()) : null,
    };
}
