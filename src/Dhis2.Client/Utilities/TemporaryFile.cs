namespace Dhis2.Client.Utilities;

/// <summary>Files that are the user's alone and go with the process, or when they are closed.</summary>
internal static class TemporaryFile
{
    /// <summary>Makes one, to write and to read.</summary>
    /// <param name="bufferSize">0 for none: what is in a buffer when the disk is full would be lost.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static FileStream Create(int bufferSize = 64 * 1024)
    {
        var path = Path.Combine(Path.GetTempPath(), $"dhis2-{Guid.NewGuid():N}.tmp");
#if NET8_0_OR_GREATER
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Here a file without a name lives until it is closed, and even a process that is killed leaves none behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
#else
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, Math.Max(bufferSize, 1), FileOptions.DeleteOnClose);
#endif
    }
}
