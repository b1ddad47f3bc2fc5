namespace Dhis2.Client.Imports;

/// <summary>Problems of rows of the pipeline in a spool: rows that have a number and no file.</summary>
/// <typeparam name="TRow">What a problem's row is.</typeparam>
internal abstract class ProblemFormat<TRow> : ISpoolFormat<ImportProblem>
    where TRow : class
{
    /// <inheritdoc/>
    public void Write(BinaryWriter writer, ImportProblem item)
    {
        writer.Write((int)item.Outcome);
        writer.WriteOrNull(item.Line);
        writer.WriteOrNull(item.Code);
        writer.Write(item.Message);
        writer.Write(item.Row is not null);
        if (item.Row is TRow row)
            WriteRow(writer, row);
    }

    /// <inheritdoc/>
    public ImportProblem Read(BinaryReader reader) =>
        Problem((ImportOutcome)reader.ReadInt32(), reader.ReadNumber(), reader.ReadText(), reader.ReadString(), reader.ReadBoolean() ? ReadRow(reader) : null);

    /// <summary>Writes a row.</summary>
    protected abstract void WriteRow(BinaryWriter writer, TRow row);

    /// <summary>Reads what <see cref="WriteRow"/> wrote.</summary>
    protected abstract TRow ReadRow(BinaryReader reader);

    /// <summary>A problem as the import tells it.</summary>
    protected abstract ImportProblem Problem(ImportOutcome outcome, long? line, string? code, string message, TRow? row);
}
