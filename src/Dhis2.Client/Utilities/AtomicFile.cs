namespace Dhis2.Client.Utilities;

/// <summary>Writes a file that is there whole or not at all: beside its place first, and moved there when it is complete.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/>; a failure leaves what was there before. <paramref name="create"/> makes the new file where it needs more than the usual.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, Func<string, FileStream>? create = null)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        // In the same folder, so that moving it is one step of the file system.
        var part = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");
        try
        {
            using (var stream = create?.Invoke(part) ?? new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 81920, useAsync: true))
                await write(stream).ConfigureAwait(false);
            Move(part, path);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    internal static void Move(string part, string path)
    {
#if NET8_0_OR_GREATER
        File.Move(part, path, overwrite: true);
#else
        if (File.Exists(path))
            File.Replace(part, path, null);
        else
            File.Move(part, path);
#endif
    }
}
