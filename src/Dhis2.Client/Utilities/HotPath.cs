using System.Runtime.CompilerServices;

namespace Dhis2.Client.Utilities;

/// <summary>
/// Marks what runs for each of a million items: <c>[MethodImpl(HotPath.Compiled)]</c>.
/// </summary>
/// <remarks>
/// The runtime compiles a method quickly first, and well only after it has counted and watched it for a while. Most of a shell's processes are over by then.
/// </remarks>
internal static class HotPath
{
#if NET8_0_OR_GREATER
    public const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization;
#else
    public const MethodImplOptions Compiled = 0;
#endif
}
