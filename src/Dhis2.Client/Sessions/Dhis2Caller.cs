using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions;

/// <summary>A session as one caller uses it: with its own listener to events.</summary>
public sealed class Dhis2Caller
{
    internal Dhis2Caller(Session session, IClientEvents? events, RetryBudget? budget = null)
    {
        Session = session;
        Events = events;
        Budget = budget;
    }

    /// <summary>The session.</summary>
    public Session Session { get; }

    /// <summary>Who listens; null when nobody does.</summary>
    public IClientEvents? Events { get; }

    /// <summary>The tries of the operation that it asks for; null where each request is an operation of its own.</summary>
    internal RetryBudget? Budget { get; }

    /// <summary>Sends a request and hands back the answer's head with its body unread.</summary>
    public Task<Dhis2Response> SendAsync(Dhis2Request request, CancellationToken cancellationToken) =>
        Session.Transport.SendAsync(request, Events, Budget ?? new RetryBudget(Session, Events), cancellationToken);

    /// <summary>Sends a request and reads its whole answer: for small ones.</summary>
    public Task<byte[]> ReadAsync(Dhis2Request request, CancellationToken cancellationToken) =>
        ReadAsync(request, response => response.ReadBytesAsync(cancellationToken), cancellationToken);

    /// <summary>
    /// Sends a request and reads its answer to its end. An answer that breaks within its body is asked for again, as one that breaks before it:
    /// nothing of it is handed on before it is whole.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer; called again for each answer that broke.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<T> ReadAsync<T>(Dhis2Request request, Func<Dhis2Response, Task<T>> read, CancellationToken cancellationToken)
    {
        var (operation, budget) = BeginOperation();
        while (true)
        {
            using var response = await operation.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                return await read(response).ConfigureAwait(false);
            }
            catch (Dhis2ClientException e) when (e is Dhis2ConnectionException or Dhis2TimeoutException)
            {
                await budget.WaitOrThrowAsync(request, e, null, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request and parses its small JSON answer; an empty one is null.</summary>
    internal async Task<JsonElement?> ReadJsonAsync(Dhis2Request request, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        return bytes.Length == 0 ? null : JsonText.Parse(bytes, request.Display);
    }

    /// <summary>Begins an operation: all that is asked for through what it gives shares one retry budget. Within an operation it is that operation's.</summary>
    internal (Dhis2Caller Caller, RetryBudget Budget) BeginOperation()
    {
        var budget = Budget ?? new RetryBudget(Session, Events);
        return (Budget is null ? new Dhis2Caller(Session, Events, budget) : this, budget);
    }
}
