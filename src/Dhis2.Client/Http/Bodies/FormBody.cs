using System.Text;

namespace Dhis2.Client.Http.Bodies;

/// <summary>A multipart form, written part by part as it goes out.</summary>
public static class FormBody
{
    /// <summary>The body of a form.</summary>
    public static RequestBody Of(IReadOnlyList<FormPart> parts)
    {
        var boundary = $"dhis2-{Guid.NewGuid():N}";
        var heads = parts.Select(p => Head(boundary, p)).ToList();
        var end = Encoding.UTF8.GetBytes($"--{boundary}--\r\n");
        var newLine = "\r\n"u8.ToArray();
        return new RequestBody($"multipart/form-data; boundary={boundary}", WriteAsync)
        {
            Length = heads.Sum(h => (long)h.Length) + parts.Sum(p => p.Length + newLine.Length) + end.Length,
        };

        async Task WriteAsync(Stream stream, CancellationToken token)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                await WriteBytesAsync(stream, heads[i], token).ConfigureAwait(false);
                await parts[i].WriteAsync(stream, token).ConfigureAwait(false);
                await WriteBytesAsync(stream, newLine, token).ConfigureAwait(false);
            }
            await WriteBytesAsync(stream, end, token).ConfigureAwait(false);
        }
    }

    private static Task WriteBytesAsync(Stream stream, byte[] bytes, CancellationToken token) => stream.WriteAsync(bytes, 0, bytes.Length, token);

    private static byte[] Head(string boundary, FormPart part)
    {
        var text = new StringBuilder($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(part.Name)}\"");
        if (part.FileName is { } file)
            text.Append("; filename=\"").Append(Quoted(file)).Append('"');
        text.Append("\r\n");
        if (part.ContentType is { } type)
            text.Append("Content-Type: ").Append(type).Append("\r\n");
        // DHIS2 reads names as UTF-8, as browsers send them; filename* it does not know.
        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    // Escaped as browsers do, so that nothing in a name can end it or the header.
    private static string Quoted(string name) => name.Replace("\"", "%22").Replace("\r", "%0D").Replace("\n", "%0A");
}
