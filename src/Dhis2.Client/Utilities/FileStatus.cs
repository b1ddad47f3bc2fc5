#if NET8_0_OR_GREATER
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

#endif
namespace Dhis2.Client.Utilities;

/// <summary>What .NET does not tell of a file: whose it is on Unix, and whether it is one that keeps what is written to it.</summary>
internal static class FileStatus
{
    /// <summary>Whether something is there that is neither a file nor a folder: a device such as the null device, or a pipe. Links are followed.</summary>
    public static bool IsDevice(string path)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
            return ReadUnix(path) is { } status && (status.Mode & 0xF000) is not (0x8000 or 0x4000);
#endif
        // The form that Windows gives the names of devices.
        return Path.DirectorySeparatorChar == '\\' && Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal);
    }

#if NET8_0_OR_GREATER
    /// <summary>The type and rights of a file, and its owner; null where it is not there, or cannot be looked at.</summary>
    // .NET's own native part tells. The places in what it gives are the same in all its versions.
    public static (uint Mode, uint Owner)? ReadUnix(string path)
    {
        const int ModeAt = 4;
        const int OwnerAt = 8;
        var status = new byte[512];
        try
        {
            return Stat(Encoding.UTF8.GetBytes(path + '\0'), status) != 0
                ? null
                : (BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(ModeAt)), BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(OwnerAt)));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Stat(byte[] path, byte[] status);
#endif
}
