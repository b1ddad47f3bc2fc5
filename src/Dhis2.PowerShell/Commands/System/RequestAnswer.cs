using System.Text;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>The whole body of a raw request's answer, and what it is to PowerShell.</summary>
internal sealed class RequestAnswer(byte[] body, string mediaType, string? charset, string request)
{
    /// <summary>Sends the request and reads its answer; <paramref name="onAnswer"/> sees the head.</summary>
    public static Task<RequestAnswer> ReadAsync(Dhis2Caller caller, Dhis2Request request, Action<Dhis2Response> onAnswer, CancellationToken cancellationToken) =>
        caller.ReadAsync(request, async response =>
        {
            onAnswer(response);
            var body = await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false);
            return new RequestAnswer(body, response.MediaType, response.Charset, response.Request);
        }, cancellationToken);

    /// <summary>JSON as objects, another text as a text, anything else as bytes; null when there is nothing.</summary>
    public object? ToObject()
    {
        if (body.Length == 0)
            return null;
        return IsJson ? PSObjectReader.Read(body, null, request) : ToRaw();
    }

    /// <summary>Where it stands among the pages of a list; null where it is none, or says nothing of pages.</summary>
    public PagePlace? Place => IsJson && body.Length > 0 ? PagePlace.Of(body) : null;

    /// <summary>As it came: a text, or bytes.</summary>
    public object? ToRaw() => IsText ? Decode() : body;

    private bool IsJson => mediaType.EndsWith("json", StringComparison.Ordinal);

    private bool IsText => IsJson || mediaType.Length == 0 || mediaType.StartsWith("text/", StringComparison.Ordinal)
        || mediaType.EndsWith("xml", StringComparison.Ordinal) || mediaType.EndsWith("csv", StringComparison.Ordinal) || mediaType.EndsWith("javascript", StringComparison.Ordinal);

    private string Decode()
    {
        Encoding encoding;
        try
        {
            encoding = charset is null ? Encoding.UTF8 : Encoding.GetEncoding(charset.Trim('"'));
        }
        catch (ArgumentException)
        {
            encoding = Encoding.UTF8;
        }
        var text = encoding.GetString(body);
        // The byte order mark is not part of the text.
        return text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text;
    }
}
