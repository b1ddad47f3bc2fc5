namespace Dhis2.Client.Http.Bodies;

/// <summary>A file as the body of a request, read anew for each try.</summary>
public static class FileBody
{
    private const int BufferSize = 81920;

    /// <summary>The body of a file.</summary>
    /// <exception cref="Dhis2InputException">It is not there, or cannot be read.</exception>
    public static RequestBody Of(string path, string contentType) =>
        new(contentType, (stream, token) => CopyAsync(path, stream, token)) { Length = LengthOf(path) };

    internal static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, e);
        }
    }

    internal static async Task CopyAsync(string path, Stream stream, CancellationToken cancellationToken)
    {
        using var file = Open(path);
        await file.CopyToAsync(stream, BufferSize, cancellationToken).ConfigureAwait(false);
    }

    // Translated here, or an error of the file would be taken for an error of the connection.
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static Dhis2InputException Unreadable(string path, Exception inner) =>
        new($"The file '{path}' cannot be read: {inner.Message}", "Check that it is still there and that no other program holds it.", inner) { Item = path };
}
