using System.Diagnostics;
using System.Text.Json;
using Dhis2.Client.Http;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>
/// The way to an OAuth2 server: no cookies, no redirects, and secrets over https alone. Tells what it does without them.
/// </summary>
internal sealed class OAuth2Wire(OAuth2Options options) : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private HttpClient? _client;

    /// <summary>How much the wall clock here differs from the servers', as the last answer told; zero until then.</summary>
    public TimeSpan Skew { get; private set; }

    /// <summary>Sends a request, again where the server was busy or never reached, and reads its whole answer.</summary>
    public async Task<OAuth2Answer> SendAsync(Dhis2Caller caller, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var (_, budget) = caller.BeginOperation();
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            var display = $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
            Check(request.RequestUri, caller.Session.Options.AllowUnencryptedAuthentication);
            Dhis2ConnectionException? fault = null;
            try
            {
                var answer = await SendOnceAsync(caller, request, display, attempt, cancellationToken).ConfigureAwait(false);
                // An authorization code or refresh token may be valid once, so the request is repeated only where the server has not processed it.
                if (answer.Status is not (429 or 503) || !await budget.TryWaitAsync(display, $"{display}: {answer.Status}", answer.RetryAfter, cancellationToken).ConfigureAwait(false))
                    return answer;
                answer.Dispose();
            }
            catch (Dhis2ConnectionException e) when (e is { NeverSent: true, Obstacle: ConnectionObstacle.Network })
            {
                fault = e;
            }
            if (fault is not null && !await budget.TryWaitAsync(display, fault.Message, null, cancellationToken).ConfigureAwait(false))
                throw fault;
        }
    }

    public void Dispose() => _client?.Dispose();

    private static void Check(Uri endpoint, bool allowUnencrypted)
    {
        if (endpoint.Scheme != "https" && !allowUnencrypted && !ServerUri.IsLoopback(endpoint))
            throw new Dhis2InputException(
                $"'{endpoint.GetLeftPart(UriPartial.Path)}' is plain http: secrets and tokens would be readable on the way.",
                "Use https; where the server names this address in its discovery, its administrator has to set server.base.url. Where nobody can listen: -AllowUnencryptedAuthentication.")
            { Item = endpoint };
    }

    private async Task<OAuth2Answer> SendOnceAsync(Dhis2Caller caller, HttpRequestMessage request, string display, int attempt, CancellationToken cancellationToken)
    {
        var limit = caller.Session.Options.ReadTimeout;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        var sent = request.Content?.Headers.ContentLength;
        var clock = Stopwatch.StartNew();
        var asked = options.Elapsed();
        HttpResponseMessage? response = null;
        try
        {
            response = await Client(caller.Session.Options).SendAsync(request, timeout.Token).ConfigureAwait(false);
            if (response.Headers.Date is { } date)
                Skew = date - options.Now();
            return await OAuth2Answer.ReadAsync(display, response, asked).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw timeout.IsCancellationRequested ? WireErrors.Silent(display, limit, e) : WireErrors.Unreachable(display, request.RequestUri!, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw WireErrors.Unreachable(display, request.RequestUri!, e);
        }
        finally
        {
            caller.Events?.OnRequest(RequestTraceFactory.Of(caller.Session.Uri, request, response, sent, clock.Elapsed, attempt));
            response?.Dispose();
        }
    }

    // Only one request is under way at a time.
    private HttpClient Client(SessionOptions session)
    {
        if (_client is null)
        {
            _client = HttpHandlers.CreateClient(session, options.Handler, null);
            _client.MaxResponseContentBufferSize = LargestAnswer;
        }
        return _client;
    }
}

/// <summary>An answer of an OAuth2 server, read to its end.</summary>
internal sealed class OAuth2Answer : IDisposable
{
    private readonly JsonDocument? _document;

    private OAuth2Answer(string request, HttpResponseMessage response, TimeSpan asked, byte[] body)
    {
        Request = request;
        Status = (int)response.StatusCode;
        RetryAfter = RetryAfterHeader.Of(response, DateTimeOffset.UtcNow);
        Asked = asked;
        IsEmpty = body.Length == 0;
        try
        {
            _document = IsEmpty ? null : JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // The answer is an HTML page: its status and title make the error.
            Page = AnswerErrors.PageText(System.Text.Encoding.UTF8.GetString(body));
        }
    }

    /// <summary>Method and address, without the query.</summary>
    public string Request { get; }

    public int Status { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>When it was asked for, by the time that passes.</summary>
    public TimeSpan Asked { get; }

    public bool IsEmpty { get; }

    /// <summary>What a web page in place of JSON means to say.</summary>
    public string? Page { get; }

    public JsonElement? Json => _document is { RootElement: { ValueKind: JsonValueKind.Object } root } ? root : null;

    public static async Task<OAuth2Answer> ReadAsync(string request, HttpResponseMessage response, TimeSpan asked) =>
        new(request, response, asked, response.Content is null ? [] : await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));

    public void Dispose() => _document?.Dispose();
}
