namespace Dhis2;

/// <summary>What the server says of a request (its <c>WebMessage</c>): status, message, code, and the report of an import.</summary>
public sealed class ServerMessage
{
    /// <summary>HTTP status as the body repeats it.</summary>
    public int? HttpStatusCode { get; internal set; }

    /// <summary><c>OK</c>, <c>WARNING</c> or <c>ERROR</c>.</summary>
    public string? Status { get; internal set; }

    /// <summary>For people.</summary>
    public string? Message { get; internal set; }

    /// <summary>For the server's developers; often the real cause.</summary>
    public string? DevMessage { get; internal set; }

    /// <summary>DHIS2's code, such as <c>E1005</c>.</summary>
    public string? ErrorCode { get; internal set; }

    /// <summary>What the server found wrong in detail, and what it counted; empty where it says nothing of the kind.</summary>
    public ServerReport Details { get; internal set; } = ServerReport.Empty;

    /// <summary>The whole body, as the server sent it.</summary>
    public string? Body { get; internal set; }

    /// <summary>The message, then the code.</summary>
    public override string ToString() => ErrorCode is null ? Message ?? Status ?? "" : $"{Message} ({ErrorCode})";
}
