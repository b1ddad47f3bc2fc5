using System.Text;

namespace Dhis2.Client.Json;

/// <summary>
/// Gives back the same string for the same UTF-8 bytes: ids, periods and names come again and again, and a million copies of them cost time and memory.
/// A small table where the newest wins: no lock, no growth.
/// </summary>
internal sealed class Utf8StringCache
{
    private const int MaximumLength = 40;

    private readonly Entry[] _entries;

    /// <summary>A cache of 2^<paramref name="bits"/> strings.</summary>
    public Utf8StringCache(int bits = 12) => _entries = new Entry[1 << bits];

    /// <summary>The string of these bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0)
            return "";
        if (utf8.Length > MaximumLength)
            return Decode(utf8);
        ref var entry = ref _entries[Hash(utf8) & (_entries.Length - 1)];
        if (entry.Bytes is { } bytes && utf8.SequenceEqual(bytes))
            return entry.Text;
        entry = new Entry(utf8.ToArray(), Decode(utf8));
        return entry.Text;
    }

    internal static string Decode(ReadOnlySpan<byte> utf8)
    {
#if NET8_0_OR_GREATER
        return Encoding.UTF8.GetString(utf8);
#else
        return Encoding.UTF8.GetString(utf8.ToArray());
#endif
    }

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var b in utf8)
            hash = (hash ^ b) * 16777619u;
        return (int)(hash ^ (hash >> 15)) & int.MaxValue;
    }

    private readonly struct Entry(byte[] bytes, string text)
    {
        public byte[] Bytes { get; } = bytes;

        public string Text { get; } = text;
    }
}
