namespace Dhis2;

/// <summary>
/// What a server found while it carried out a request: the one model of its import summaries (data values, completions), import reports (metadata),
/// tracker reports, and the summaries of jobs.
/// </summary>
public sealed class ServerReport
{
    /// <summary>One that says nothing.</summary>
    internal static readonly ServerReport Empty = new();

    /// <summary><c>OK</c>, <c>SUCCESS</c>, <c>WARNING</c> or <c>ERROR</c>, as the server has it; null where it says nothing.</summary>
    public string? Status { get; internal init; }

    /// <summary>The server's own words for how it went, beside its message; null where there are none.</summary>
    public string? Description { get; internal init; }

    /// <summary>What it counted; null where it counted nothing.</summary>
    public ServerStats? Stats { get; internal init; }

    /// <summary>What was wrong, in the server's order.</summary>
    public IReadOnlyList<ServerReportItem> Items { get; internal init; } = [];
}

/// <summary>What a server counted. A count that it does not give is null.</summary>
/// <param name="Created">Objects created, or values imported.</param>
/// <param name="Updated">Changed, or unchanged and counted all the same.</param>
/// <param name="Deleted">Deleted.</param>
/// <param name="Ignored">Left out.</param>
/// <param name="Total">All, where the server says so.</param>
public sealed record ServerStats(long? Created, long? Updated, long? Deleted, long? Ignored, long? Total);

/// <summary>How bad a server finds what it found.</summary>
public enum ServerSeverity
{
    /// <summary>It was not done for this.</summary>
    Error,

    /// <summary>It was done all the same.</summary>
    Warning,
}

/// <summary>One thing a server found wrong.</summary>
public sealed record ServerReportItem
{
    /// <summary>An error or a warning.</summary>
    public ServerSeverity Severity { get; init; }

    /// <summary>The kind of object, without its package: <c>DataElement</c>, <c>EVENT</c>; null where the server does not say.</summary>
    public string? Type { get; init; }

    /// <summary>The uid of the object; null where the server does not say. Whatever the server calls the object otherwise is in <see cref="Args"/>.</summary>
    public string? Uid { get; init; }

    /// <summary>The place in what was sent, from 0; null where the server does not say. A conflict of several rows is one item for each.</summary>
    public int? Index { get; init; }

    /// <summary>DHIS2's code, such as <c>E4000</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The property, when the server names one.</summary>
    public string? Property { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public required string Message { get; init; }

    /// <summary>What the message speaks of.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>The message, then the code.</summary>
    public override string ToString() => Code is null ? Message : $"{Message} ({Code})";
}
