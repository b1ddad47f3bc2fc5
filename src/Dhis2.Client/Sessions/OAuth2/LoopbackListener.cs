using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>
/// Waits on 127.0.0.1 for the browser to come back. Only the answer to this login counts: other paths, another state and
/// connections that say nothing are sent away, and the wait goes on.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int LongestHead = 16 * 1024;
    private static readonly TimeSpan s_waitLimit = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener;

    private LoopbackListener(TcpListener listener)
    {
        _listener = listener;
        Address = new UriBuilder("http", "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "/").Uri;
    }

    /// <summary>The redirect to ask for.</summary>
    public Uri Address { get; }

    /// <summary>Listens on a port; 0 takes a free one.</summary>
    public static LoopbackListener Open(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
            return new LoopbackListener(listener);
        }
        catch (SocketException e)
        {
            throw new Dhis2InputException($"Nothing can listen on port {port} of 127.0.0.1: {e.Message}", "Choose another -RedirectPort, or leave it out for a free one.", e) { Item = port };
        }
    }

    /// <summary>The query that the browser brings back with this state: a code, or an error.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(string state, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelled = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        _ = AcceptAsync(state, answer);
        return await answer.Task.ConfigureAwait(false);
    }

    public void Dispose() => _listener.Stop();

    // Browsers open connections in advance and may leave them unused, so each connection is served on its own.
    private async Task AcceptAsync(string state, TaskCompletionSource<IReadOnlyDictionary<string, string>> answer)
    {
        try
        {
            while (!answer.Task.IsCompleted)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync().ConfigureAwait(false), state, answer);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The wait was cancelled, or the listener failed: no redirect can arrive any more.
            if (e is SocketException)
                answer.TrySetException(new Dhis2ClientException($"The wait for the browser on {Address} broke off: {e.Message}", "Connect again.", e));
        }
    }

    private static async Task ServeAsync(TcpClient client, string state, TaskCompletionSource<IReadOnlyDictionary<string, string>> answer)
    {
        using (client)
        {
            using var slow = new Timer(_ => client.Close(), null, s_waitLimit, Timeout.InfiniteTimeSpan);
            try
            {
                var stream = client.GetStream();
                var query = await ReadAsync(stream).ConfigureAwait(false);
                var isOurs = query is not null && query.TryGetValue("state", out var said) && said == state && (query.ContainsKey("code") || query.ContainsKey("error"));
                var page = query is null ? LoopbackPage.NotFound : !isOurs ? LoopbackPage.Foreign : query.ContainsKey("error") ? LoopbackPage.Refused : LoopbackPage.Done;
#pragma warning disable CA1835 // The overload for memory is not there on .NET Framework.
                await stream.WriteAsync(page, 0, page.Length).ConfigureAwait(false);
#pragma warning restore CA1835
                if (isOurs)
                    answer.TrySetResult(query!);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
            {
                // This connection was closed without a request; the redirect may come on another one.
            }
        }
    }

    // The query of GET /?...; null for anything else.
    private static async Task<Dictionary<string, string>?> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length && !Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
#pragma warning disable CA1835 // The overload for memory is not there on .NET Framework.
            var read = await stream.ReadAsync(buffer, length, buffer.Length - length).ConfigureAwait(false);
#pragma warning restore CA1835
            if (read == 0)
                return null;
            length += read;
        }
        var words = Encoding.ASCII.GetString(buffer, 0, length).Split('\r')[0].Split(' ');
        return words.Length == 3 && words[0] == "GET" && words[1].StartsWith("/?", StringComparison.Ordinal) ? Query(words[1].Substring(2)) : null;
    }

    private static Dictionary<string, string> Query(string text)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&'))
        {
            var at = pair.IndexOf('=');
            if (at > 0)
                query[WebUtility.UrlDecode(pair.Substring(0, at))] = WebUtility.UrlDecode(pair.Substring(at + 1));
        }
        return query;
    }
}
