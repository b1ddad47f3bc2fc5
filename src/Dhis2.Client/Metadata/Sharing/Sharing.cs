using Dhis2.Client.Metadata;

namespace Dhis2;

/// <summary>Who may see and change an object, and the data that belong to it (server: <c>Sharing</c>).</summary>
public sealed record Sharing
{
    /// <summary>The list that the object is in: <c>dataElements</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Uid of the object.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the object; null for what has none.</summary>
    public string? Name { get; init; }

    /// <summary>Uid of the user who owns it. Null where nobody does: then servers let everybody see and change it, whatever the rest says.</summary>
    public string? Owner { get; init; }

    /// <summary>What everybody may: <c>rw------</c>. Null where the server holds none.</summary>
    public string? Public { get; init; }

    /// <summary>Whether it is open without a login. 2.41, and 2.43 and later, have no such thing, and it is false.</summary>
    public bool External { get; init; }

    /// <summary>What single users may.</summary>
    public IReadOnlyList<SharingAccess> Users { get; init; } = [];

    /// <summary>What the members of user groups may.</summary>
    public IReadOnlyList<SharingAccess> UserGroups { get; init; } = [];

    /// <summary>The object, as a person says it.</summary>
    internal string Title => Name is null ? $"{MetadataType.Of(Type).Singular} {Id}" : $"{MetadataType.Of(Type).Singular} '{Name}' ({Id})";

    /// <summary>Whether another one lets the same people do the same.</summary>
    internal bool IsSameAs(Sharing other) => Owner == other.Owner && Public == other.Public && Keys(Users).SetEquals(Keys(other.Users)) && Keys(UserGroups).SetEquals(Keys(other.UserGroups));

    /// <summary>As a person says it: <c>public r-------, Clerk Test (z1tRD1nXEcz) rw------</c>.</summary>
    public override string ToString() => string.Join(", ", [$"public {Public ?? "none"}", .. Users.Concat(UserGroups).Select(one => one.ToString())]);

    private static HashSet<(string, string)> Keys(IEnumerable<SharingAccess> accesses) => [.. accesses.Select(one => (one.Id, one.Access))];
}
