#if NET8_0_OR_GREATER
using System.Runtime.Versioning;
#endif
using System.Security.AccessControl;
using System.Security.Principal;

namespace Dhis2.Client.Profiles;

/// <summary>Files and folders that only their owner can read: mode 0600 and 0700, or on Windows an access list of one line.</summary>
internal static class PrivateFile
{
#if NET8_0_OR_GREATER
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;
#endif

    /// <summary>Opens a file that nobody else may open meanwhile; where it has to be made, nobody else can read it from its first moment on.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access = FileAccess.Write)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
            return new FileStream(path, new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, UnixCreateMode = OfFile });
        return new FileInfo(path).Create(mode, RightsOf(access), FileShare.None, 4096, FileOptions.None, OwnersAlone());
#else
        return IsWindows ? OpenOnWindows(path, mode, access) : new FileStream(path, mode, access, FileShare.None);
#endif
    }

    /// <summary>Takes the others' access to a file away that somebody else has made. On Windows its access list stays as it was made.</summary>
    public static void Restrict(FileStream file)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, OfFile);
#endif
    }

    /// <summary>Makes a folder that nobody else can look into; one that is there is left as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        // Only the last folder is made private; those above it keep their usual rights.
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            Directory.CreateDirectory(parent);
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(path, OfFolder);
        else
            new DirectoryInfo(path).Create(OwnersFolder());
#else
        if (IsWindows)
            MakeFolderOnWindows(path);
        else
            Directory.CreateDirectory(path);
#endif
    }

    /// <summary>Whether the mode of a file lets others read it. On Windows nobody is asked: the access list was set when the file was made.</summary>
    public static bool IsReadableByOthers(string path)
    {
#if NET8_0_OR_GREATER
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
#else
        return false;
#endif
    }

#if !NET8_0_OR_GREATER
    // The net472 build is for Windows; on other systems it runs in tests only.
    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    private static FileStream OpenOnWindows(string path, FileMode mode, FileAccess access) => new(path, mode, RightsOf(access), FileShare.None, 4096, FileOptions.None, OwnersAlone());

    private static void MakeFolderOnWindows(string path) => Directory.CreateDirectory(path, OwnersFolder());
#endif

#if NET8_0_OR_GREATER
    [SupportedOSPlatform("windows")]
#endif
    private static FileSystemRights RightsOf(FileAccess access) => access == FileAccess.ReadWrite ? FileSystemRights.Read | FileSystemRights.Write : FileSystemRights.Write;

#if NET8_0_OR_GREATER
    [SupportedOSPlatform("windows")]
#endif
    private static FileSecurity OwnersAlone()
    {
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(Owner(), FileSystemRights.FullControl, AccessControlType.Allow));
        return security;
    }

#if NET8_0_OR_GREATER
    [SupportedOSPlatform("windows")]
#endif
    private static DirectorySecurity OwnersFolder()
    {
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            Owner(), FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        return security;
    }

#if NET8_0_OR_GREATER
    [SupportedOSPlatform("windows")]
#endif
    private static SecurityIdentifier Owner()
    {
        using var me = WindowsIdentity.GetCurrent();
        return me.User!;
    }
}
