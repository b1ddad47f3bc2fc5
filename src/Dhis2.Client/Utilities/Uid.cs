using System.Security.Cryptography;

namespace Dhis2;

/// <summary>DHIS2's identifiers: a letter, then ten letters or digits (server: <c>CodeGenerator</c>).</summary>
public static class Uid
{
    /// <summary>Characters in a uid.</summary>
    public const int Length = 11;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string All = Letters + "0123456789";

    /// <summary>Whether a text is a uid.</summary>
    public static bool IsValid(string? text)
    {
        if (text is null || text.Length != Length || !IsLetter(text[0]))
            return false;
        for (var i = 1; i < Length; i++)
        {
            if (!IsLetter(text[i]) && text[i] is < '0' or > '9')
                return false;
        }
        return true;
    }

    /// <summary>Makes one from a cryptographic random source.</summary>
    public static string New()
    {
        var bytes = new byte[Length * 2];
        var text = new char[Length];
        using var random = RandomNumberGenerator.Create();
        for (var made = 0; made < Length;)
        {
            random.GetBytes(bytes);
            for (var i = 0; i < bytes.Length && made < Length; i++)
            {
                var alphabet = made == 0 ? Letters : All;
                // Bytes past the last whole multiple would favour the first letters.
                if (bytes[i] < 256 / alphabet.Length * alphabet.Length)
                    text[made++] = alphabet[bytes[i] % alphabet.Length];
            }
        }
        return new string(text);
    }

    private static bool IsLetter(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
