using System.Text.Json;

namespace Dhis2.Client.Http;

/// <summary>A session as one caller uses it: with its own ear for events.</summary>
public sealed class Dhis2Caller
{
    internal Dhis2Caller(Dhis2Session session, IClientEvents? events)
    {
        Session = session;
        Events = events;
    }

    /// <summary>The session.</summary>
    public Dhis2Session Session { get; }

    /// <summary>Who listens; null when nobody does.</summary>
    public IClientEvents? Events { get; }

    /// <summary>Sends a request and hands back the answer's head with its body unread.</summary>
    public Task<Dhis2Response> SendAsync(Dhis2Request request, CancellationToken cancellationToken) =>
        Session.Transport.SendAsync(request, Events, cancellationToken);

    /// <summary>Sends a request and reads its whole answer: for small ones.</summary>
    public async Task<byte[]> ReadAsync(Dhis2Request request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and parses its small JSON answer; an empty one is null.</summary>
    internal async Task<JsonElement?> ReadJsonAsync(Dhis2Request request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var bytes = await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false);
        if (bytes.Length == 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory().WithoutBom());
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Answers.BadJson(request.Display, e);
        }
    }
}
