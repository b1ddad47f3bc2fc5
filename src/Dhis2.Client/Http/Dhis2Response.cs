
namespace Dhis2.Client.Http;

/// <summary>An answer whose body has yet to be read. Dispose it, or the connection stays taken.</summary>
public sealed class Dhis2Response : IDisposable
{
    private readonly HttpResponseMessage _message;
    private readonly TimeSpan _idle;
    private ResponseBody? _body;

    internal Dhis2Response(HttpResponseMessage message, TimeSpan idle, string request, long bytesSent, Uri asked, Uri address)
    {
        Asked = asked;
        Address = address;
        _message = message;
        _idle = idle;
        Request = request;
        BytesSent = bytesSent;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode => (int)_message.StatusCode;

    /// <summary>Media type without parameters, in lower case; empty when there is none.</summary>
    public string MediaType => _message.Content?.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";

    /// <summary>The charset the answer names, if any.</summary>
    public string? Charset => _message.Content?.Headers.ContentType?.CharSet;

    /// <summary>Length of the body when the server says it; not known of a packed one.</summary>
    public long? ContentLength => _message.Content is { } content && !ContentCompression.IsPacked(content) ? content.Headers.ContentLength : null;

    /// <summary>When the answer was made, by the clock of who made it: the server, or a proxy.</summary>
    public DateTimeOffset? Date => _message.Headers.Date;

    /// <summary>Method and path, for messages.</summary>
    public string Request { get; }

    /// <summary>The address that was asked first.</summary>
    internal Uri Asked { get; }

    /// <summary>The address that answered: another than the first where redirects were followed.</summary>
    internal Uri Address { get; }

    /// <summary>Bytes of the request's body that went out.</summary>
    public long BytesSent { get; }

    /// <summary>The answer's headers, of head and body together.</summary>
    public IEnumerable<KeyValuePair<string, IEnumerable<string>>> Headers =>
        _message.Content is null ? _message.Headers : _message.Headers.Concat(_message.Content.Headers);

    /// <summary>The first value of a header of the answer; null when it is not there.</summary>
    internal string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();

    /// <summary>The body, unpacked, as it arrives; the same one whenever it is asked for. Disposing it ends the answer.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        await BodyAsync(cancellationToken).ConfigureAwait(false) ?? Stream.Null;

    /// <summary>The whole body.</summary>
    public async Task<byte[]> ReadBytesAsync(CancellationToken cancellationToken)
    {
        using var stream = await OpenAsync(cancellationToken).ConfigureAwait(false);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, 81920, cancellationToken).ConfigureAwait(false);
        return memory.ToArray();
    }

    /// <summary>Whether the body is a web page, by its media type or its first bytes; nothing at all is none. The body can be read from its start afterwards.</summary>
    internal async Task<bool> IsWebPageAsync(CancellationToken cancellationToken)
    {
        if (await BodyAsync(cancellationToken).ConfigureAwait(false) is not { } body)
            return false;
        var head = await body.PeekAsync(WebPage.HeadLength, WebPage.MayBegin, cancellationToken).ConfigureAwait(false);
        return head.Length > 0 && (WebPage.IsType(MediaType) || WebPage.Begins(head));
    }

    /// <summary>The first bytes of the body, no more than <paramref name="length"/>. The body can be read from its start afterwards.</summary>
    internal async Task<byte[]> PeekAsync(int length, CancellationToken cancellationToken) =>
        await BodyAsync(cancellationToken).ConfigureAwait(false) is { } body ? (await body.PeekAsync(length, _ => true, cancellationToken).ConfigureAwait(false)).ToArray() : [];

    internal TimeSpan? RetryAfter(DateTimeOffset now) => RetryAfterHeader.Of(_message, now);

    /// <summary>Ends the answer. A read of its body that is under way is cancelled, and what it uses is freed when it has ended.</summary>
    public void Dispose()
    {
        // The body, once opened, owns the message.
        if (_body is not null)
            _body.Dispose();
        else
            _message.Dispose();
    }

    private async Task<ResponseBody?> BodyAsync(CancellationToken cancellationToken)
    {
        if (_body is null && _message.Content is { } content)
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            _body = new ResponseBody(ContentCompression.Unpack(content, stream), _message, _idle, Request);
        }
        return _body;
    }
}
