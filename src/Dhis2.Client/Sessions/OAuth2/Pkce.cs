using System.Security.Cryptography;
using System.Text;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>What ties a login to the one who asked for it: the verifier, its challenge (S256), and the state.</summary>
internal sealed class Pkce
{
    public string Verifier { get; } = Secret();

    public string State { get; } = Secret();

    public string Challenge => ChallengeOf(Verifier);

    public static string ChallengeOf(string verifier)
    {
        using var sha = SHA256.Create();
#pragma warning disable CA1850 // The static method is not there on .NET Framework.
        return Base64Url.Of(sha.ComputeHash(Encoding.ASCII.GetBytes(verifier)));
#pragma warning restore CA1850
    }

    private static string Secret()
    {
        var bytes = new byte[32];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Base64Url.Of(bytes);
    }
}
