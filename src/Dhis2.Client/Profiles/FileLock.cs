using System.Diagnostics;

namespace Dhis2.Client.Profiles;

/// <summary>Lets one process at a time change a file: a lock file beside it, held open.</summary>
internal static class FileLock
{
    private static readonly TimeSpan s_waitLimit = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the lock of <paramref name="path"/>; disposing what it gives lets it go.</summary>
    /// <remarks>The lock file stays when it is let go: who removed it could remove it from under the next one.</remarks>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var pause = 5;
        while (true)
        {
            try
            {
                return PrivateFile.Open(LockFile(path), FileMode.OpenOrCreate);
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                if (clock.Elapsed > s_waitLimit)
                    throw ProfileErrors.Locked(path, e);
            }
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            // The pause grows with each try and is random, so that two processes that wait do not try at the same moments.
            pause = Math.Min(50, pause * 2) + (Environment.TickCount & 7);
        }
    }

    /// <summary>Whether somebody else has the file open.</summary>
    /// <remarks>A disk that is full, or may only be read, is no lock: waiting changes nothing. Windows: sharing and lock violation; Unix: EWOULDBLOCK, which is 11 on Linux and 35 on macOS.</remarks>
    public static bool IsHeldByAnother(IOException e) => (e.HResult & 0xFFFF) is 32 or 33 || (Path.DirectorySeparatorChar == '/' && e.HResult is 11 or 35);

    /// <summary>The lock file of a file.</summary>
    public static string LockFile(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
}
