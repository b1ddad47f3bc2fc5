using System.Security;

namespace Dhis2;

/// <summary>A personal access token that was made just now, with its key: the only time it is to be had.</summary>
public sealed class NewAccessToken : AccessToken
{
    internal NewAccessToken(AccessToken token, SecureString key)
        : base(token) => Key = key;

    /// <summary>What proves who asks. The module's type data keeps it out of what PowerShell serialises.</summary>
    public SecureString Key { get; }

    /// <summary>The token without its key.</summary>
    public AccessToken WithoutKey() => new(this);
}
