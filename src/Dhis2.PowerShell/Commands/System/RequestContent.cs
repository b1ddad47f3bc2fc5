using System.Collections;
using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using Dhis2.Client.Http.Bodies;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes the body of a raw request: bytes and texts as they are, objects as JSON, files as they are read.</summary>
internal static class RequestContent
{
    private const string Form = "application/x-www-form-urlencoded";

    public static RequestBody? Of(object? body, string? contentType)
    {
        var type = Check(contentType);
        return (body is PSObject wrapped ? wrapped.BaseObject : body) switch
        {
            null => null,
            byte[] bytes => RequestBody.Of(bytes, contentType ?? MediaTypes.Bytes),
            string text => OfText(text, contentType ?? MediaTypes.Json, type),
            XmlNode xml => OfText(xml.OuterXml, contentType ?? "application/xml", type),
            FileInfo file => throw new Dhis2InputException("-Body is what is sent itself, and not a file.", "Give the file as -InFile, or with others in -Form.") { Item = file },
            IDictionary fields when type?.MediaType == Form => OfText(QueryArgument.Parse(fields).ToString(), contentType!, type),
            _ => RequestBody.Of(JsonBody.ToUtf8(body), contentType ?? MediaTypes.Json),
        };
    }

    public static RequestBody OfFile(string path, string? contentType)
    {
        Check(contentType);
        return FileBody.Of(path, contentType ?? MediaTypes.OfFile(path));
    }

    // The charset of the content type decides the encoding, so that header and bytes agree; UTF-8 without one.
    private static RequestBody OfText(string text, string contentType, MediaTypeHeaderValue? type)
    {
        try
        {
            return RequestBody.Of(type?.CharSet is { Length: > 0 } charset ? Encoding.GetEncoding(charset.Trim('"')).GetBytes(text) : Encoding.UTF8.GetBytes(text), contentType);
        }
        catch (ArgumentException e)
        {
            throw new Dhis2InputException($"'{type?.CharSet}' is no charset that this engine knows.", "Say charset=utf-8, or send bytes.", e) { Item = contentType };
        }
    }

    private static MediaTypeHeaderValue? Check(string? contentType)
    {
        if (contentType is null)
            return null;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? type
            : throw new Dhis2InputException($"'{contentType}' is no media type.", "Give one such as application/json, or text/plain; charset=utf-8.") { Item = contentType };
    }
}
