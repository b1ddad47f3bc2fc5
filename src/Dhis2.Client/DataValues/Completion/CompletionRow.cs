using System.Globalization;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>A completion to be registered, and its place among the objects that were given.</summary>
internal sealed record CompletionRow(DataSetCompletion Value, long Number)
{
    /// <summary>What makes a registration that one.</summary>
    /// <param name="defaultCombo">The option combo that one left out stands for.</param>
    public CompletionKey Key(string? defaultCombo) => CompletionKey.Of(Value, defaultCombo);
}

/// <summary>What makes a registration that one: two rows with the same key write the same registration.</summary>
internal readonly record struct CompletionKey(string? DataSet, string? Period, string? OrgUnit, string? AttributeOptionCombo)
{
    public static CompletionKey Of(DataSetCompletion value, string? defaultCombo) =>
        new(value.DataSet, ValueKey.PeriodOf(value.Period), value.OrgUnit, value.AttributeOptionCombo ?? defaultCombo);
}

/// <summary>Problems of completions in a spool.</summary>
internal sealed class CompletionProblemFormat : ProblemFormat<DataSetCompletion>
{
    public static CompletionProblemFormat Instance { get; } = new();

    /// <inheritdoc/>
    protected override void WriteRow(BinaryWriter writer, DataSetCompletion row)
    {
        writer.WriteOrNull(row.DataSet);
        writer.WriteOrNull(row.Period);
        writer.WriteOrNull(row.OrgUnit);
        writer.WriteOrNull(row.AttributeOptionCombo);
        writer.Write(row.Completed);
        writer.WriteOrNull(row.Date?.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteOrNull(row.StoredBy);
    }

    /// <inheritdoc/>
    protected override DataSetCompletion ReadRow(BinaryReader reader) => new()
    {
        DataSet = reader.ReadText(),
        Period = reader.ReadText(),
        OrgUnit = reader.ReadText(),
        AttributeOptionCombo = reader.ReadText(),
        Completed = reader.ReadBoolean(),
        Date = reader.ReadText() is { } date ? DateTime.ParseExact(date, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null,
        StoredBy = reader.ReadText(),
    };

    /// <inheritdoc/>
    protected override ImportProblem Problem(ImportOutcome outcome, long? line, string? code, string message, DataSetCompletion? row) =>
        new DataSetCompletionProblem { Outcome = outcome, Line = line, Code = code, Message = message, Row = row };
}
