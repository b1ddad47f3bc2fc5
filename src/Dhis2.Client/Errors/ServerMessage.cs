using System.Text.Json;

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

    /// <summary>Error reports and conflicts found anywhere in the answer, in their order.</summary>
    public IReadOnlyList<ServerErrorReport> Reports { get; internal set; } = [];

    /// <summary>The whole body, as the server sent it.</summary>
    public string? Body { get; internal set; }

    internal JsonElement? Response { get; set; }

    /// <summary>The message, then the code.</summary>
    public override string ToString() => ErrorCode is null ? Message ?? Status ?? "" : $"{Message} ({ErrorCode})";
}

/// <summary>One fault the server found.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="ErrorCode">DHIS2's code, when there is one.</param>
/// <param name="Property">The property it is about, when the server names one.</param>
/// <param name="Subject">The uid or name of the object it is about, when the server names one.</param>
public sealed record ServerErrorReport(string Message, string? ErrorCode, string? Property, string? Subject);
