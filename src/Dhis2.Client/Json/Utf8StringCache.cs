using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Json;

/// <summary>
/// Gives back the same string for the same UTF-8 bytes: ids, periods and names come again and again, and a million copies of them cost time and memory.
/// A small table where the newest wins: no lock, no growth.
/// </summary>
public sealed class Utf8StringCache
{
    private const int MaximumLength = 40;
    private const int Trial = 2000;

    // Bytes that are no text are a fault, and no text with question marks in it.
    private static readonly Encoding s_strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Entry[] _entries;
    private readonly int _shift;
    private int _hits;
    private int _misses;
    private bool _isUseless;

    /// <summary>A cache of 2^<paramref name="bits"/> strings.</summary>
    public Utf8StringCache(int bits = 12)
    {
        _entries = new Entry[1 << bits];
        _shift = 64 - bits;
    }

    /// <summary>The string of these bytes.</summary>
    /// <exception cref="DecoderFallbackException">They are not UTF-8.</exception>
    [MethodImpl(HotPath.Compiled)]
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0)
            return "";
        if (utf8.Length > MaximumLength || _isUseless)
            return Decode(utf8);
        ref var entry = ref _entries[(int)(Hash(utf8) >> _shift)];
        if (entry.Bytes is { } bytes && utf8.SequenceEqual(bytes))
        {
            _hits++;
            return entry.Text;
        }
        // Where texts hardly ever come again, keeping them costs more than it saves.
        _isUseless = ++_misses == Trial && _hits < Trial;
        entry = new Entry(utf8.ToArray(), Decode(utf8));
        return entry.Text;
    }

    /// <summary>A string of these bytes that is not kept.</summary>
    /// <exception cref="DecoderFallbackException">They are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8)
    {
#if NET8_0_OR_GREATER
        return s_strict.GetString(utf8);
#else
        return s_strict.GetString(utf8.ToArray());
#endif
    }

    // Eight bytes at a time, the last eight over some of those before. The highest bits are the ones that every byte has a part in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length;
        if (utf8.Length < sizeof(ulong))
        {
            foreach (var b in utf8)
                hash = (hash << 8) ^ b;
            hash *= Prime;
        }
        else
        {
            for (var rest = utf8; rest.Length > sizeof(ulong); rest = rest.Slice(sizeof(ulong)))
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Prime;
            hash = (hash ^ (hash >> 32) ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8.Slice(utf8.Length - sizeof(ulong)))) * Prime;
        }
        return hash;
    }

    private readonly struct Entry(byte[] bytes, string text)
    {
        public byte[] Bytes { get; } = bytes;

        public string Text { get; } = text;
    }
}
