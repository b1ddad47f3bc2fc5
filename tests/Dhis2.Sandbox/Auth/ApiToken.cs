using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dhis2.Sandbox.Auth;

/// <summary>A personal access token.</summary>
public sealed record ApiToken(string Key, string Username)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public string Uid { get; init; } = "";

    public string? Code { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>The end of its life, in milliseconds since 1970.</summary>
    public long Expire { get; init; } = long.MaxValue;

    /// <summary>HTTP methods it is good for; empty means all. Compared as written, as the server does.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Addresses it may come from; empty means all.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IReadOnlyList<string> Referrers { get; init; } = [];

    /// <summary>Makes a well-formed key, the same for the same name: a prefix, 44 characters and their checksum.</summary>
    internal static string MakeKey(string name)
    {
        var random = new Random(name.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        return WithChecksum(new string([.. Enumerable.Range(0, 44).Select(_ => Letters[random.Next(Letters.Length)])]));
    }

    /// <summary>Makes a key that nobody has.</summary>
    internal static string NewKey() => WithChecksum(RandomNumberGenerator.GetString(Letters, 44));

    internal static bool IsWellFormed(string key) => key.Length == 57 && Checksum(key[..47]) == key[47..];

    private static string WithChecksum(string body) => "d2p" + body + Checksum("d2p" + body);

    private static string Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var b in Encoding.ASCII.GetBytes(text))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
        }
        return (~crc).ToString("D10", CultureInfo.InvariantCulture);
    }
}
