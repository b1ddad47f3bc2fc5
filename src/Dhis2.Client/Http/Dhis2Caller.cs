using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Http;

/// <summary>A session as one caller uses it: with its own ear for events.</summary>
public sealed class Dhis2Caller
{
    internal Dhis2Caller(Dhis2Session session, IClientEvents? events, RetryBudget? budget = null)
    {
        Session = session;
        Events = events;
        Budget = budget;
    }

    /// <summary>The session.</summary>
    public Dhis2Session Session { get; }

    /// <summary>Who listens; null when nobody does.</summary>
    public IClientEvents? Events { get; }

    /// <summary>The tries of the operation that it asks for; null where each request is an operation of its own.</summary>
    internal RetryBudget? Budget { get; }

    /// <summary>Sends a request and hands back the answer's head with its body unread.</summary>
    public Task<Dhis2Response> SendAsync(Dhis2Request request, CancellationToken cancellationToken) =>
        Session.Transport.SendAsync(request, Events, Budget ?? new RetryBudget(Session, Events), cancellationToken);

    /// <summary>Sends a request and reads its whole answer: for small ones.</summary>
    public Task<byte[]> ReadAsync(Dhis2Request request, CancellationToken cancellationToken) =>
        WholeAnswer.ReadAsync(this, request, response => response.ReadBytesAsync(cancellationToken), cancellationToken);

    /// <summary>Sends a request and parses its small JSON answer; an empty one is null.</summary>
    internal async Task<JsonElement?> ReadJsonAsync(Dhis2Request request, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if (bytes.Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory().WithoutBom());
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw JsonErrors.Invalid(request.Display, e);
        }
    }

    /// <summary>Begins an operation: all that is asked for through what it gives shares one retry budget. Within an operation it is that operation's.</summary>
    internal (Dhis2Caller Caller, RetryBudget Budget) BeginOperation()
    {
        var budget = Budget ?? new RetryBudget(Session, Events);
        return (Budget is null ? new Dhis2Caller(Session, Events, budget) : this, budget);
    }
}
