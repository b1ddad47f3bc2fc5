namespace Dhis2.Client.Utilities;

/// <summary>Writes a file that is there whole or not at all: beside its place first, and moved there when it is complete.</summary>
public static class AtomicFile
{
    private const int MoveTries = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Writes <paramref name="path"/>; a failure leaves what was there before. <paramref name="create"/> makes the new file where it needs more than the usual.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, Func<string, FileStream>? create = null)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        // In the same folder, so that moving it is one step of the file system.
        var part = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");
        try
        {
            using (var stream = create?.Invoke(part) ?? new FileStream(part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, useAsync: true))
                await write(stream).ConfigureAwait(false);
            Move(part, path);
        }
        catch
        {
            Discard(part);
            throw;
        }
    }

    /// <summary>Moves a complete file to its place. Windows refuses that while somebody has the file there open, which is over in a moment where they only read it.</summary>
    internal static void Move(string part, string path)
    {
        for (var left = MoveTries; ; left--)
        {
            try
            {
                MoveOnce(part, path);
                return;
            }
            catch (Exception e) when (left > 1 && e is IOException or UnauthorizedAccessException && File.Exists(part) && File.Exists(path))
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    private static void MoveOnce(string part, string path)
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

    // It is the first fault that is told, and not that of clearing up behind it.
    private static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, under a name that nobody takes for the file.
        }
    }
}
