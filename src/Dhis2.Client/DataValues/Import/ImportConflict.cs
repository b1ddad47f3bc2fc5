namespace Dhis2;

/// <summary>A row that was not imported: its own values, where it stands, and why.</summary>
public sealed class ImportConflict
{
    /// <summary><c>Rejected</c>, <c>Skipped</c> or <c>Unknown</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The file; null for rows of the pipeline.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1; for rows of the pipeline the number of the object.</summary>
    public long? Line { get; init; }

    /// <summary>The row as it was given; null for a line that could not be read.</summary>
    public DataValue? Row { get; init; }

    /// <summary>Data element of the row.</summary>
    public string? DataElement => Row?.DataElement;

    /// <summary>Period of the row.</summary>
    public string? Period => Row?.Period;

    /// <summary>Org unit of the row.</summary>
    public string? OrgUnit => Row?.OrgUnit;

    /// <summary>Value of the row.</summary>
    public string? Value => Row?.Value;

    /// <summary>DHIS2's code, such as <c>E7619</c>; null when the client refused the row before it was sent, or the server gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Message { get; init; }

    /// <summary>Where the row stands, in words.</summary>
    public string Place => (File, Line) switch
    {
        (null, null) => "row",
        (null, _) => $"row {Line}",
        (_, null) => File!,
        _ => $"{Path.GetFileName(File)}:{Line}",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}{(ErrorCode is null ? "" : $" ({ErrorCode})")}";
}
