using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>An item that is to be put into a list or taken out of it, and its place among those that were given.</summary>
internal sealed record MemberRow(MetadataItem Value, long Number);

/// <summary>Problems of such items in a spool.</summary>
internal sealed class MemberProblemFormat : ProblemFormat<MetadataItem>
{
    public static MemberProblemFormat Instance { get; } = new();

    /// <inheritdoc/>
    protected override void WriteRow(BinaryWriter writer, MetadataItem row)
    {
        writer.Write(row.Type);
        writer.Write(row.Id);
        writer.Write(row.Property);
        writer.Write(row.Item);
    }

    /// <inheritdoc/>
    protected override MetadataItem ReadRow(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());

    /// <inheritdoc/>
    protected override ImportProblem Problem(ImportOutcome outcome, long? line, string? code, string message, MetadataItem? row) =>
        new MetadataItemProblem { Outcome = outcome, Line = line, Code = code, Message = message, Row = row };
}
