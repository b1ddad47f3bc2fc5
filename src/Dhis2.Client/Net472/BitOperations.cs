#if NET472
namespace System.Numerics;

/// <summary>What is used of the class of this name, which .NET Framework lacks.</summary>
internal static class BitOperations
{
    public static int TrailingZeroCount(ulong value)
    {
        var count = 0;
        for (; count < 64 && (value & 1) == 0; count++)
            value >>= 1;
        return count;
    }
}
#endif
