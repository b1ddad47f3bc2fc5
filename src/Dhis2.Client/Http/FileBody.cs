namespace Dhis2.Client.Http;

/// <summary>A file as the body of a request, read anew for each try.</summary>
public static class FileBody
{
    private const int BufferSize = 81920;

    /// <summary>The body of a file.</summary>
    public static RequestBody Of(string path, string contentType) =>
        new(contentType, (stream, token) => CopyAsync(path, stream, token)) { Length = new FileInfo(path).Length };

    internal static async Task CopyAsync(string path, Stream stream, CancellationToken cancellationToken)
    {
        using var file = Open(path);
        await file.CopyToAsync(stream, BufferSize, cancellationToken).ConfigureAwait(false);
    }

    // A file that cannot be opened is no fault of the connection it was to go out on.
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"The file '{path}' cannot be read: {e.Message}", "Check that it is still there and that no other program holds it.", e) { Item = path };
        }
    }
}
