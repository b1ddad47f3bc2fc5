#if NET8_0_OR_GREATER
using System.Security.Cryptography;
#endif

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>The private key of a client: signs with RS256 or, on the curve P-256, with ES256.</summary>
internal sealed class ClientKey : IDisposable
{
#if NET8_0_OR_GREATER
    private const int SmallestRsa = 2048;

    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private ClientKey(RSA? rsa, ECDsa? ecdsa)
    {
        _rsa = rsa;
        _ecdsa = ecdsa;
    }

    public string Algorithm => _rsa is null ? "ES256" : "RS256";

    /// <summary>Reads PEM: PKCS#8, PKCS#1 or an EC key.</summary>
    public static ClientKey Read(string pem)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw Wrong("is locked with a pass phrase", "Give it without one, in a file that only you can read: openssl pkey -in key.pem -out open.pem");
        if (TryReadRsa(pem) is { } rsa)
            return rsa.KeySize >= SmallestRsa ? new ClientKey(rsa, null) : throw Wrong($"has only {rsa.KeySize} bits", "Make one of 2048 bits or more.");
        if (TryReadEc(pem) is { } ecdsa)
            return ecdsa.KeySize == 256 ? new ClientKey(null, ecdsa) : throw Wrong("is on another curve than P-256", "Make one on P-256 (prime256v1), or an RSA key.");
        throw Wrong("is no private key in PEM", "Give a file that begins with -----BEGIN PRIVATE KEY-----; the public half or a certificate does not do.");
    }

    public byte[] Sign(byte[] data) => _rsa?.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _ecdsa!.SignData(data, HashAlgorithmName.SHA256);

    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }

    private static RSA? TryReadRsa(string pem)
    {
        var rsa = RSA.Create();
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal) && TryImport(() => rsa.ImportFromPem(pem)))
            return rsa;
        rsa.Dispose();
        return null;
    }

    private static ECDsa? TryReadEc(string pem)
    {
        var ecdsa = ECDsa.Create();
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal) && TryImport(() => ecdsa.ImportFromPem(pem)))
            return ecdsa;
        ecdsa.Dispose();
        return null;
    }

    private static bool TryImport(Action import)
    {
        try
        {
            import();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    // The message never quotes the key.
    private static Dhis2InputException Wrong(string what, string action) => new($"The client's key {what}.", action);
#else
    public string Algorithm { get; } = "";

    // .NET Framework cannot read PEM keys, and lacks elliptic curves on some systems.
    public static ClientKey Read(string pem) =>
        throw new Dhis2InputException("A client's key (private_key_jwt) cannot be used in Windows PowerShell.", "Use PowerShell 7, or a client with a secret.");

    public byte[] Sign(byte[] data) => throw new NotSupportedException();

    public void Dispose()
    {
    }
#endif
}
