using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Hosting;

/// <summary>Thrown by an area to answer with an error; the host turns it into the envelope.</summary>
internal sealed class WebMessageException(int status, string? message, string? errorCode = null) : Exception(message)
{
    /// <summary>The message; null where the server gives none.</summary>
    public string? Text { get; } = message;

    public int Status { get; } = status;

    public string? ErrorCode { get; } = errorCode;

    public JsonObject? Response { get; init; }

    public string? DevMessage { get; init; }
}
