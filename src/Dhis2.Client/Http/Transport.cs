using System.Diagnostics;
using System.Net.Http.Headers;

namespace Dhis2.Client.Http;

/// <summary>Sends requests: builds the address, adds the credentials, retries, traces, and turns a bad answer into a typed error. All requests of a session go through it.</summary>
internal sealed class Transport(ITransportContext session, HttpClient client)
{
    private const int MaximumRedirects = 3;
    private static readonly string s_userAgent = $"Dhis2-PowerShell/{typeof(Transport).Assembly.GetName().Version?.ToString(3)}";

    private readonly SharedRenewal _renewal = new();
    private readonly CsrfToken _csrf = new(session.Jar);

    public async Task<Dhis2Response> SendAsync(Dhis2Request request, IClientEvents? events, RetryBudget budget, CancellationToken cancellationToken)
    {
        using var part = _renewal.Begin();
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (session.IsDisposed)
                throw Ended();
            // Getting a token has retries of its own.
            var authorization = request.Anonymous ? null : await session.AuthorizeAsync(events, cancellationToken).ConfigureAwait(false);
            var (response, error) = await TryAsync(request, authorization, attempt, events, cancellationToken).ConfigureAwait(false);
            if (error is null)
            {
                // An error status that the caller accepts as an answer does not show that the identity was accepted.
                session.HasSucceeded |= !request.Anonymous && response!.StatusCode < 400;
                part.Accept();
                return response!;
            }
            if (!request.Anonymous)
                error = session.Judge(error);
            response?.Dispose();
            await budget.WaitOrThrowAsync(request, error, authorization, part, cancellationToken).ConfigureAwait(false);
        }
    }

    // One try: the answer and its error, if any, or the error of the connection.
    private async Task<(Dhis2Response? Response, Dhis2Exception? Error)> TryAsync(Dhis2Request request, AuthenticationHeaderValue? authorization, int attempt, IClientEvents? events, CancellationToken cancellationToken)
    {
        Dhis2Response? response = null;
        try
        {
            response = await SendOnceAsync(request, authorization, attempt, events, cancellationToken).ConfigureAwait(false);
            return (response, await AnswerErrors.ErrorOfAsync(session, request, response, cancellationToken).ConfigureAwait(false));
        }
        catch (Dhis2ClientException e) when (e is Dhis2ConnectionException or Dhis2TimeoutException)
        {
            response?.Dispose();
            return (null, e);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private async Task<Dhis2Response> SendOnceAsync(Dhis2Request request, AuthenticationHeaderValue? authorization, int attempt, IClientEvents? events, CancellationToken cancellationToken)
    {
        var asked = Address(request);
        var uri = asked;
        var repeated = false;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendToAsync(uri, request, authorization, attempt, events, cancellationToken).ConfigureAwait(false);
            _csrf.Learn(response);
            if (!repeated && _csrf.WasMissing(uri, request.Method, response))
            {
                repeated = true;
                response.Dispose();
                continue;
            }
            if (!Redirects.ShouldFollow(session.Uri, uri, request, response, out var next) || redirects == MaximumRedirects)
                return new Dhis2Response(response, request.Timeout ?? session.ReadTimeout, request.Display, request.Body?.BytesSent ?? 0, asked, uri);
            response.Dispose();
            uri = next;
        }
    }

    private Uri Address(Dhis2Request request)
    {
        var version = session.ApiVersion is { } number ? $"{number}/" : "";
        return new Uri(session.Uri, (request.BelowRoot ? "" : "api/" + version) + request.Query.AppendTo(request.Path.TrimStart('/')));
    }

    private async Task<HttpResponseMessage> SendToAsync(Uri uri, Dhis2Request request, AuthenticationHeaderValue? authorization, int attempt, IClientEvents? events, CancellationToken cancellationToken)
    {
        var limit = request.Timeout ?? session.ReadTimeout;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The timeout is for a server that is silent. Each byte sent restarts it, so that a long upload does not time out.
        timeout.CancelAfter(limit);
        using var message = Message(uri, request, authorization, () => timeout.CancelAfter(limit), timeout.Token);
        var clock = Stopwatch.StartNew();
        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            return response;
        }
        catch (Exception e) when (session.IsDisposed && e is OperationCanceledException or ObjectDisposedException or InvalidOperationException or HttpRequestException or IOException)
        {
            // The session was ended while the request was under way.
            cancellationToken.ThrowIfCancellationRequested();
            throw Ended(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // Connect timeouts surface as cancellations, too.
            throw timeout.IsCancellationRequested
                ? WireErrors.Silent(request.Display, limit, e)
                : WireErrors.Unreachable(request.Display, session.Uri, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // An error of what is being sent, such as a file that cannot be read, is not an error of the connection.
            throw Find(e) ?? WireErrors.Unreachable(request.Display, session.Uri, e);
        }
        finally
        {
            events?.OnRequest(RequestTraceFactory.Of(session.Uri, message, response, request.Body?.BytesSent, clock.Elapsed, attempt));
        }
    }

    private Dhis2ClientException Ended(Exception? inner = null) => new($"The session with {session.Uri} has been ended.", "Open a new one with Connect-Dhis2.", inner);

    private static Exception? Find(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is Dhis2Exception and not Dhis2ConnectionException)
                return e;
        }
        return null;
    }

    private HttpRequestMessage Message(Uri uri, Dhis2Request request, AuthenticationHeaderValue? authorization, Action onBytes, CancellationToken cancellationToken)
    {
        // .NET itself sends a request without a body up to four times when the connection breaks before the answer. An empty body prevents that,
        // so that a request that changes something is repeated by our own rules alone.
        var body = request.Body?.ToContent(onBytes, cancellationToken) ?? (request.IsIdempotent ? null : new ByteArrayContent([]));
        var message = new HttpRequestMessage(request.Method, uri) { Content = body };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        // Without it a server answers a lost session with a redirect to its login page.
        message.Headers.TryAddWithoutValidation("X-Requested-With", "XMLHttpRequest");
        message.Headers.TryAddWithoutValidation("User-Agent", session.UserAgent ?? s_userAgent);
        message.Headers.Authorization = authorization;
        // Without it .NET Framework holds a body of unknown length in memory as a whole before it sends the first byte.
        if (request.Body is { WireLength: null })
            message.Headers.TransferEncodingChunked = true;
        _csrf.Stamp(message);
        if (request.Headers?.ContainsKey("Accept-Encoding") != true)
            message.Headers.TryAddWithoutValidation("Accept-Encoding", ContentCompression.Accepted);
        foreach (var (name, value) in request.Headers ?? new Dictionary<string, string>())
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }
}
