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
    }

    /// <summary>A line that could not be read.</summary>
    public InputItem(string? file, long line, string fault)
    {
        Row = null;
        File = file;
        Line = line;
        Fault = fault;
    }

    /// <summary>The row; null when the line could not be read.</summary>
    public ImportRow? Row { get; }

    /// <summary>The file.</summary>
    public string? File { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>What is wrong with the line.</summary>
    public string? Fault { get; }
}
