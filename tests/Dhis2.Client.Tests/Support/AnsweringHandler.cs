using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Dhis2.Client.Tests.Support;

/// <summary>Stands for the network: answers as told, and remembers what was sent.</summary>
internal sealed class AnsweringHandler(Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<SentRequest> _requests = new();

    /// <summary>Answers each request by its number, from 0.</summary>
    public AnsweringHandler(Func<SentRequest, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public IReadOnlyList<SentRequest> Requests => [.. _requests];

    /// <summary>Answers with one after the other, and with the last for ever.</summary>
    public static AnsweringHandler InTurn(params Func<HttpResponseMessage>[] answers) => new(request => answers[Math.Min(request.Number, answers.Length - 1)]());

    public static HttpResponseMessage Json(string json, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Status(int status, string message = "said no") =>
        Json($$"""{"httpStatusCode":{{status}},"status":"ERROR","message":"{{message}}"}""", status);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        var sent = new SentRequest(_requests.Count, request.Method.Method, request.RequestUri!, headers, body, request.Headers.ExpectContinue);
        _requests.Enqueue(sent);
        return await answer(sent, cancellationToken);
    }
}

/// <summary>A request as it would have gone out. <paramref name="ExpectContinue"/> is null where the framework may choose whether to send <c>Expect: 100-continue</c>.</summary>
internal sealed record SentRequest(int Number, string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool? ExpectContinue);
