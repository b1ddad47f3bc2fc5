namespace Dhis2.Client.Metadata.Sharing;

/// <summary>What is to become of the sharing of objects; what it does not name stays.</summary>
public sealed record SharingChange
{
    /// <summary>What everybody may; null leaves it.</summary>
    public string? Public { get; init; }

    /// <summary>Uid of the owner to be; null leaves the one there is.</summary>
    public string? Owner { get; init; }

    /// <summary>What users may.</summary>
    public IReadOnlyList<SharingAccess> Users { get; init; } = [];

    /// <summary>What user groups may.</summary>
    public IReadOnlyList<SharingAccess> UserGroups { get; init; } = [];

    /// <summary>Users that are not named lose their access.</summary>
    public bool ReplacesUsers { get; init; }

    /// <summary>User groups that are not named lose their access.</summary>
    public bool ReplacesUserGroups { get; init; }

    /// <summary>Uids of users and user groups that lose their access.</summary>
    public IReadOnlyCollection<string> Removed { get; init; } = [];

    /// <summary>All accesses that it gives.</summary>
    internal IEnumerable<string> Accesses => Users.Concat(UserGroups).Select(one => one.Access).Concat(Public is null ? [] : [Public]);

    /// <summary>The sharing that comes of one.</summary>
    internal Dhis2.Sharing ApplyTo(Dhis2.Sharing held) => held with
    {
        Public = Public ?? held.Public,
        Owner = Owner ?? held.Owner,
        Users = Merge(held.Users, Users, ReplacesUsers),
        UserGroups = Merge(held.UserGroups, UserGroups, ReplacesUserGroups),
    };

    private IReadOnlyList<SharingAccess> Merge(IReadOnlyList<SharingAccess> held, IReadOnlyList<SharingAccess> given, bool replaces) =>
        [.. held.Where(one => !replaces && !Removed.Contains(one.Id) && !given.Any(other => other.Id == one.Id)), .. given];
}
