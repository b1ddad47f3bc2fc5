namespace Dhis2;

/// <summary>A personal access token as the server shows it: without its key, which nobody can read again.</summary>
public class AccessToken
{
    internal AccessToken()
    {
    }

    /// <summary>A copy without a key.</summary>
    internal AccessToken(AccessToken other)
    {
        Id = other.Id;
        Code = other.Code;
        Type = other.Type;
        Created = other.Created;
        Expires = other.Expires;
        AllowedMethods = other.AllowedMethods;
        AllowedIPAddresses = other.AllowedIPAddresses;
        AllowedReferrers = other.AllowedReferrers;
        Owner = other.Owner;
    }

    /// <summary>Its uid.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The user it stands for.</summary>
    public string? Owner { get; internal set; }

    /// <summary>When it was made, by the server's clock and in the server's time zone.</summary>
    public DateTime? Created { get; internal set; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Expires { get; internal set; }

    /// <summary>Whether it has ended, by the clock of this machine.</summary>
    public bool IsExpired => Expires <= DateTimeOffset.UtcNow;

    /// <summary>HTTP methods it is good for; empty when for all.</summary>
    public IReadOnlyList<string> AllowedMethods { get; internal set; } = [];

    /// <summary>Addresses it may come from; empty when from all.</summary>
    public IReadOnlyList<string> AllowedIPAddresses { get; internal set; } = [];

    /// <summary>Referrers it has to come with, one of them to the letter; empty when none.</summary>
    public IReadOnlyList<string> AllowedReferrers { get; internal set; } = [];

    /// <summary>Its code, where one was given.</summary>
    public string? Code { get; internal set; }

    /// <summary><c>PERSONAL_ACCESS_TOKEN</c> (2.40) or <c>PERSONAL_ACCESS_TOKEN_V2</c>.</summary>
    public string? Type { get; internal set; }

    /// <summary>The uid; never a key.</summary>
    public override string ToString() => Id;
}
