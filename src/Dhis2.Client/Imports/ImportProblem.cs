namespace Dhis2;

/// <summary>Something to tell of an import: a row that did not go in, with its place and the reason, or a warning.</summary>
public class ImportProblem
{
    /// <summary>What became of the row.</summary>
    public required ImportOutcome Outcome { get; init; }

    /// <summary>The file; null for rows of the pipeline.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1; for rows of the pipeline the number of the object.</summary>
    public long? Line { get; init; }

    /// <summary>What the row is about, in words that identify it at the server; null when that is not known.</summary>
    public virtual string? Item { get; init; }

    /// <summary>The property at fault, when the server names one.</summary>
    public string? Property { get; init; }

    /// <summary>DHIS2's code, such as <c>E7619</c>; null when the client refused the row before it was sent, or the server gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The same as <see cref="Code"/>, by the server's word for it.</summary>
    public string? ErrorCode => Code;

    /// <summary>Why, in words.</summary>
    public required string Message { get; init; }

    /// <summary>The row, with what the import fixes for all rows filled in; null for a line that could not be read.</summary>
    public object? Row { get; init; }

    /// <summary>The row was left out because others were: it has no fault of its own, and no error record.</summary>
    public virtual bool IsConsequence => false;

    /// <summary>What to do about it, where that is more than to correct the row; null for that.</summary>
    public virtual string? Advice => null;

    /// <summary>Where the row stands, in words.</summary>
    public string Place => PlaceOf(File, Line);

    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}{(Code is null ? "" : $" ({Code})")}";

    internal static string PlaceOf(string? file, long? line) => (file, line) switch
    {
        (null, null) => "row",
        (null, _) => $"row {line}",
        (_, null) => file!,
        _ => $"{Path.GetFileName(file)}:{line}",
    };
}
