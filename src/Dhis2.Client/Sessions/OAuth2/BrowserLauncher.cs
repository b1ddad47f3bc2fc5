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
            return TryStart(Command("/usr/bin/open", address));
        return HasDisplay() && Find("xdg-open") is { } opener && TryStart(Command(opener, address));
    }

    private static bool HasDisplay() => Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    // An address holds no quotes or blanks once it is escaped, so it stays one argument. What the opener says is nobody's business here.
    private static ProcessStartInfo Command(string file, Uri address) =>
        new(file, "\"" + address.AbsoluteUri + "\"") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

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
