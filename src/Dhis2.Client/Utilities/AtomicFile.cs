namespace Dhis2.Client.Utilities;

/// <summary>Writes a file that is there whole or not at all: beside its place first, and moved there when it is complete.</summary>
public static class AtomicFile
{
    private const int MoveTries = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Writes <paramref name="path"/>; a failure leaves what was there before. <paramref name="create"/> makes the new file where it needs more than the usual.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, Func<string, FileStream>? create = null)
    {
        if (FileStatus.IsDevice(path))
        {
            using var whole = TemporaryFile.Create();
            await write(whole).ConfigureAwait(false);
            CopyToDevice(whole, path);
            return;
        }
        var part = PartOf(path);
        try
        {
            using (var stream = create?.Invoke(part) ?? NewPart(part))
                await write(stream).ConfigureAwait(false);
            Move(part, path);
        }
        catch
        {
            Discard(part);
            throw;
        }
    }

    /// <summary>Sees whether <see cref="WriteAsync"/> can write a file, before there is anything to be lost. Nothing of it stays.</summary>
    /// <exception cref="IOException">The file could not be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write there.</exception>
    public static void CheckWritable(string path)
    {
        // One that is there for somebody to read would take this for what is to be read.
        if (FileStatus.IsDevice(path))
            return;
        var part = PartOf(path);
        NewPart(part).Dispose();
        File.Delete(part);
    }

    /// <summary>Moves a complete file to its place. A device or pipe stays what it is, and gets what is in the file. Windows refuses that while somebody has the file there open, which is over in a moment where they only read it.</summary>
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

    // In the same folder, so that moving it is one step of the file system.
    private static string PartOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".", $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");

    private static FileStream NewPart(string part) => new(part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, useAsync: true);

    // A file in its place would be there for all programs that use it, until the system starts anew.
    private static void CopyToDevice(Stream whole, string path)
    {
        using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        whole.Position = 0;
        whole.CopyTo(device);
    }

    private static void MoveOnce(string part, string path)
    {
        if (FileStatus.IsDevice(path))
        {
            using (var whole = File.OpenRead(part))
                CopyToDevice(whole, path);
            File.Delete(part);
            return;
        }
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
