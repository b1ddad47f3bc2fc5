using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Opens the system's browser, where there is one.</summary>
internal static class BrowserLauncher
{
    /// <summary>False when there is none, or nobody to see it.</summary>
    public static bool TryOpen(Uri address)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return Environment.UserInteractive && TryStart(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            return TryStart(new ProcessStartInfo("/usr/bin/open", $"\"{address.AbsoluteUri}\"") { UseShellExecute = false });
        return HasDisplay() && Find("xdg-open") is { } opener && TryStart(Detached(opener, address));
    }

    private static bool HasDisplay() => Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    // Output of the browser is discarded. The address is escaped and holds no quotes, so it is passed as one argument.
    private static ProcessStartInfo Detached(string file, Uri address) =>
        new("/bin/sh", $"-c \"exec \\\"$0\\\" \\\"$1\\\" >/dev/null 2>&1\" \"{file}\" \"{address.AbsoluteUri}\"") { UseShellExecute = false };

    private static bool TryStart(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            return false;
        }
    }
}
