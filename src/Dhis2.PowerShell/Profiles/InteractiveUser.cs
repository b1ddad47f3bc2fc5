namespace Dhis2.PowerShell.Profiles;

/// <summary>Whether there is anybody to ask. A session outlives the command that opened it, so the command's own host cannot tell later.</summary>
internal static class InteractiveUser
{
    public static bool IsPresent() => Environment.UserInteractive
        && !Environment.GetCommandLineArgs().Any(a => a.Length > 4 && "-NonInteractive".StartsWith(a, StringComparison.OrdinalIgnoreCase));
}
