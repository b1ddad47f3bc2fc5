using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>An item that is to be put into a list or taken out of it, and its place among those that were given.</summary>
internal sealed record MemberRow(MetadataItem Value, long Number);

/// <summary>Problems of such items in a spool.</summary>
internal sealed class MemberProblemFormat : ISpoolFormat<ImportProblem>
{
    public static MemberProblemFormat Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(BinaryWriter writer, ImportProblem item)
    {
        writer.Write((int)item.Outcome);
        writer.WriteOrNull(item.Line);
        writer.WriteOrNull(item.Code);
        writer.Write(item.Message);
        writer.Write(item.Row is not null);
        if (item.Row is not MetadataItem row)
            return;
        writer.Write(row.Type);
        writer.Write(row.Id);
        writer.Write(row.Property);
        writer.Write(row.Item);
    }

    /// <inheritdoc/>
    public ImportProblem Read(BinaryReader reader) => new MetadataItemProblem
    {
        Outcome = (ImportOutcome)reader.ReadInt32(),
        Line = reader.ReadNumber(),
        Code = reader.ReadText(),
        Message = reader.ReadString(),
        Row = reader.ReadBoolean() ? new MetadataItem(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString()) : null,
    };
}
