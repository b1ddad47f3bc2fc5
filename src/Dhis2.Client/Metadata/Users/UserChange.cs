using System.Security;

namespace Dhis2.Client.Metadata.Users;

/// <summary>What is to become of an account; what it does not name stays.</summary>
public sealed record UserChange
{
    /// <summary>Whether it is disabled.</summary>
    public bool? Disabled { get; init; }

    /// <summary>The first day on which it does not work any more.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>It works without end.</summary>
    public bool NeverExpires { get; init; }

    /// <summary>The new password.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Roles, by ids.</summary>
    public UserMembers Roles { get; init; } = UserMembers.None;

    /// <summary>Groups, by ids.</summary>
    public UserMembers Groups { get; init; } = UserMembers.None;

    /// <summary>Org units whose data the person enters, by ids.</summary>
    public UserMembers OrgUnits { get; init; } = UserMembers.None;

    /// <summary>Org units whose data the person sees, by ids.</summary>
    public UserMembers OutputOrgUnits { get; init; } = UserMembers.None;

    /// <summary>Org units in which the person searches, by ids.</summary>
    public UserMembers SearchOrgUnits { get; init; } = UserMembers.None;

    internal IEnumerable<(string Property, UserMembers Members)> Members() =>
    [
        (UserFields.Roles, Roles), (UserFields.Groups, Groups), (UserFields.OrgUnits, OrgUnits), (UserFields.OutputOrgUnits, OutputOrgUnits), (UserFields.SearchOrgUnits, SearchOrgUnits),
    ];
}

/// <summary>What is to become of the roles, groups or org units of an account.</summary>
public sealed record UserMembers
{
    /// <summary>They stay as they are.</summary>
    public static readonly UserMembers None = new();

    /// <summary>All that there are to be; null leaves those that there are.</summary>
    public IReadOnlyList<string>? All { get; init; }

    /// <summary>Those that are added.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Those that are taken away.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    internal (IReadOnlyList<string> Additions, IReadOnlyList<string> Deletions) From(IReadOnlyCollection<string> held)
    {
        var wanted = (All ?? held).Concat(Added).Except(Removed).Distinct().ToList();
        return ([.. wanted.Except(held)], [.. held.Except(wanted)]);
    }
}
