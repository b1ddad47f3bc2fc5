using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Dhis2.Sandbox.Faults;

/// <summary>What a fault does.</summary>
[JsonConverter(typeof(FaultKindConverter))]
public enum FaultKind
{
    /// <summary>Answer <see cref="Fault.Status"/> with <see cref="Fault.Body"/> and, if given, Retry-After.</summary>
    Status,

    /// <summary>Wait before the answer begins; for ever with 0 milliseconds.</summary>
    Stall,

    /// <summary>Wait inside the body, after <see cref="Fault.AfterBytes"/>; for ever with 0 milliseconds.</summary>
    StallBody,

    /// <summary>Cut the connection inside the body, which was announced in full.</summary>
    Truncate,

    /// <summary>End the body too early, in good order as far as HTTP goes.</summary>
    CutShort,

    /// <summary>Cut the connection before any answer.</summary>
    Reset,

    /// <summary>Answer 200 with the login page.</summary>
    LoginPage,

    /// <summary>Spoil the JSON in the middle.</summary>
    BadJson,

    /// <summary>Send the body in pieces of <see cref="Fault.AfterBytes"/> with a pause after each.</summary>
    Drip,

    /// <summary>Answer the page before the one asked for, under the number asked for.</summary>
    DuplicatePage,

    /// <summary>The pager's total is off by <see cref="Fault.By"/>.</summary>
    TotalChanges,

    /// <summary>Redirect to <see cref="Fault.Location"/>, or to the login page.</summary>
    Redirect,

    /// <summary>End every session before the request is looked at.</summary>
    ExpireSession,

    /// <summary>Answer without a body.</summary>
    Empty,

    /// <summary>Answer with the web server's page in HTML.</summary>
    Html,

    /// <summary>Answer as a real server of this version did in the recorded exchange <see cref="Fault.Name"/> of <see cref="Fault.Area"/>.</summary>
    Recorded,
}

/// <summary>Something to go wrong: with which requests, how often and how.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>A regular expression on path and query as sent; null means every request.</summary>
    public string? Path { get; init; }

    public string? Method { get; init; }

    /// <summary>How many requests it befalls; 0 means all.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many matching requests go unharmed first.</summary>
    public int After { get; init; }

    /// <summary>HTTP status; 0 lets the kind choose.</summary>
    public int Status { get; init; }

    /// <summary>Value of Retry-After: seconds or a date.</summary>
    public string? RetryAfter { get; init; }

    public int AfterBytes { get; init; } = -1;

    public int Milliseconds { get; init; }

    public int By { get; init; } = 1;

    public string? Location { get; init; }

    /// <summary>The body: a JSON string is sent as it is, anything else as JSON.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The area of a recorded exchange, as <c>data-values</c>.</summary>
    public string? Area { get; init; }

    /// <summary>The name of a recorded exchange, unique in its area.</summary>
    public string? Name { get; init; }

    /// <summary>Carry out the request before the answer is spoilt: it was done, and the client does not hear of it.</summary>
    public bool Handled { get; init; }

    internal bool Matches(string method, string target) =>
        (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || Regex.IsMatch(target, Path));
}

/// <summary>Kinds are written with dashes: stall-body.</summary>
internal sealed class FaultKindConverter() : JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
