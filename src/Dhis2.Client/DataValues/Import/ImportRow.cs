namespace Dhis2.Client.DataValues.Import;

/// <summary>One row to import, and where the user has it.</summary>
public sealed class ImportRow
{
    /// <summary>A row.</summary>
    public ImportRow(DataValue value, string? file = null, long? line = null)
    {
        Value = value;
        File = file;
        Line = line;
    }

    /// <summary>What is to be stored.</summary>
    public DataValue Value { get; }

    /// <summary>The file it came from; null for the pipeline.</summary>
    public string? File { get; }

    /// <summary>The line it begins on, from 1; for the pipeline the number of the object.</summary>
    public long? Line { get; }
}
