using System.Text;

namespace Dhis2.Client.Http.Bodies;

/// <summary>One field of a form: a text, or a file.</summary>
public sealed class FormPart
{
    private readonly Func<Stream, CancellationToken, Task> _write;

    private FormPart(string name, string? fileName, string? contentType, long length, Func<Stream, CancellationToken, Task> write)
    {
        if (contentType is not null && !System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out _))
            throw new Dhis2InputException($"'{contentType}' is no content type of a form's file.", "Give one such as text/csv.") { Item = contentType };
        Name = name;
        FileName = fileName;
        ContentType = contentType;
        Length = length;
        _write = write;
    }

    /// <summary>The field's name; several parts may have the same.</summary>
    public string Name { get; }

    /// <summary>The file's name; null for a text.</summary>
    public string? FileName { get; }

    /// <summary>The file's media type; null for a text.</summary>
    public string? ContentType { get; }

    internal long Length { get; }

    /// <summary>A text field.</summary>
    public static FormPart OfText(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new FormPart(name, null, null, bytes.Length, (stream, token) => stream.WriteAsync(bytes, 0, bytes.Length, token));
    }

    /// <summary>A file that is in memory.</summary>
    public static FormPart OfBytes(string name, byte[] bytes, string fileName, string contentType) =>
        new(name, fileName, contentType, bytes.Length, (stream, token) => stream.WriteAsync(bytes, 0, bytes.Length, token));

    /// <summary>A file on disk, read anew for each try.</summary>
    /// <exception cref="Dhis2InputException">It is not there, or cannot be read.</exception>
    public static FormPart OfFile(string name, string path, string contentType) =>
        new(name, Path.GetFileName(path), contentType, FileBody.LengthOf(path), (stream, token) => FileBody.CopyAsync(path, stream, token));

    internal Task WriteAsync(Stream stream, CancellationToken cancellationToken) => _write(stream, cancellationToken);
}
