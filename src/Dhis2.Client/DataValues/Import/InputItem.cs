namespace Dhis2.Client.DataValues.Import;

/// <summary>What a source gives: a row, or a line that could not be read.</summary>
public readonly struct InputItem
{
    /// <summary>A row.</summary>
    public InputItem(ImportRow row)
    {
        Row = row;
        File = row.File;
        Line = row.Line ?? 0;
        Fault = null;
        Refused = null;
    }

    /// <summary>A line that could not be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="refused">The row as it is written, where a data value can hold all of it.</param>
    public InputItem(string? file, long line, string fault, DataValue? refused = null)
    {
        Row = null;
        File = file;
        Line = line;
        Fault = fault;
        Refused = refused;
    }

    /// <summary>The row; null when the line could not be read.</summary>
    public ImportRow? Row { get; }

    /// <summary>The file.</summary>
    public string? File { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>What is wrong with the line.</summary>
    public string? Fault { get; }

    /// <summary>A row that is refused, as it is written; null where the line holds something that a data value cannot hold.</summary>
    public DataValue? Refused { get; }
}
