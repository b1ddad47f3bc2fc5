using System.Text;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Http;

/// <summary>Reads what the server says of a request, whatever its shape: its WebMessage in JSON or XML, an error of OAuth2 or of a gateway, a line of text.</summary>
internal static class ServerMessageReader
{
    private const int LongestText = 1000;

    /// <summary>Reads a body; null when it is not a JSON object.</summary>
    public static ServerMessage? Read(byte[] utf8) => Parse(utf8) is { ValueKind: JsonValueKind.Object } root ? Read(root, Encoding.UTF8.GetString(utf8)) : null;

    /// <summary>Reads the body of an error in any form; null where it is a web page, or says nothing.</summary>
    public static ServerMessage? ReadAny(byte[] body)
    {
        if (Parse(body) is { } root)
        {
            return root.ValueKind switch
            {
                JsonValueKind.Object => Read(root, Encoding.UTF8.GetString(body)),
                JsonValueKind.String => Plain(root.GetString()!, Encoding.UTF8.GetString(body)),
                _ => null,
            };
        }
        if (WebPage.Begins(body))
            return null;
        var text = Encoding.UTF8.GetString(body.AsMemory().WithoutBom().ToArray());
        if (!text.TrimStart().StartsWith('<'))
            return Plain(text, text);
        return XmlMessage.Read(text) is { } xml ? Read(xml, text) : null;
    }

    private static JsonElement? Parse(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory().WithoutBom());
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ServerMessage Read(JsonElement root, string body)
    {
        var details = ServerReportReader.Read(root);
        return new ServerMessage
        {
            HttpStatusCode = root.Number("httpStatusCode") is >= 0 and <= 999 and var code ? (int)code : null,
            Status = root.Text("status"),
            Message = FirstText(root, details),
            DevMessage = root.Text("devMessage"),
            ErrorCode = root.Text("errorCode"),
            Details = details,
            Body = body,
        };
    }

    // In order of how much they say: the server's message, OAuth2's error (RFC 6749), a gateway's, a problem document (RFC 9457), and what lies deeper.
    private static string? FirstText(JsonElement root, ServerReport details)
    {
        string?[] texts =
        [
            root.Text("message"), root.Text("error_description"), root.Text("error"), root.Child("error")?.Text("message"), root.Text("detail"), root.Text("title"),
            details.Description, root.Child("response")?.Text("message"), details.Items.Count > 0 ? details.Items[0].Message : null, root.Text("devMessage"),
        ];
        return texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
    }

    // Bytes that are no text say nothing to anybody.
    private static ServerMessage? Plain(string text, string body)
    {
        text = text.Trim();
        if (text.Length == 0 || text.Any(c => c == '\uFFFD' || (char.IsControl(c) && c is not ('\r' or '\n' or '\t'))))
            return null;
        return new ServerMessage { Message = text.Length > LongestText ? text.Remove(LongestText) + "..." : text, Body = body };
    }
}
