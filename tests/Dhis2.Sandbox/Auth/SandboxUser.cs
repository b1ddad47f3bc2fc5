namespace Dhis2.Sandbox.Auth;

/// <summary>Somebody who may, or may no longer, log in.</summary>
public sealed class SandboxUser
{
    public required string Uid { get; init; }

    public required string Username { get; init; }

    public required string Password { get; set; }

    public required string FirstName { get; init; }

    public required string Surname { get; init; }

    public string Name => $"{FirstName} {Surname}";

    public IReadOnlyCollection<string> Authorities { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Org units of data capture: these and all below.</summary>
    public IReadOnlyList<string> OrgUnits { get; init; } = [];

    public IReadOnlyList<string> DataViewOrgUnits { get; init; } = [];

    /// <summary>What a provider knows the user as.</summary>
    public string? OpenId { get; init; }

    public bool Disabled { get; set; }

    public bool Locked { get; set; }

    public bool AccountExpired { get; set; }

    public bool PasswordExpired { get; set; }

    public bool TwoFactor { get; set; }

    public bool IsSuper => Authorities.Contains("ALL");

    /// <summary>Has the authority, or is a superuser.</summary>
    public bool Has(string authority) => IsSuper || Authorities.Contains(authority);
}
