#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
#endif
using System.Security.AccessControl;
using System.Security.Principal;
#if NET8_0_OR_GREATER
using Dhis2.Client.Utilities;
#endif

namespace Dhis2.Client.Profiles;

/// <summary>Tells whose a file is: one that another user has put in the way must not say where secrets go.</summary>
internal static class FileOwner
{
    /// <summary>Whether a file belongs to the user of this process. Where that cannot be found out it does.</summary>
    public static bool IsMe(string path)
    {
#if NET8_0_OR_GREATER
        return OperatingSystem.IsWindows() ? IsMeOnWindows(path) : IsMeOnUnix(path);
#else
        // The net472 build is for Windows; on other systems it runs in tests only.
        return Path.DirectorySeparatorChar != '\\' || IsMeOnWindows(path);
#endif
    }

#if NET8_0_OR_GREATER
    [SupportedOSPlatform("windows")]
#endif
    private static bool IsMeOnWindows(string path)
    {
        using var me = WindowsIdentity.GetCurrent();
        var owner = new FileInfo(path).GetAccessControl(AccessControlSections.Owner).GetOwner(typeof(SecurityIdentifier));
        // Windows makes the group Administrators the owner of a file that an administrator creates.
        return owner is not SecurityIdentifier id || id == me.User || me.Groups?.Contains(id) == true;
    }

#if NET8_0_OR_GREATER
    private static bool IsMeOnUnix(string path)
    {
        try
        {
            return FileStatus.ReadUnix(path) is not { } status || status.Owner == GetEUid();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return true;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern uint GetEUid();
#endif
}
