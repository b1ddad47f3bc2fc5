namespace Dhis2.Client.Metadata.Users;

/// <summary>An account that is to be changed.</summary>
public sealed class UserUpdate
{
    internal UserUpdate(string id, string title, IReadOnlyList<UserStep> steps)
    {
        Id = id;
        Title = title;
        Steps = steps;
    }

    /// <summary>Uid of the account.</summary>
    public string Id { get; }

    /// <summary>Whether all is already as it is to be.</summary>
    public bool IsDone => Steps.Count == 0;

    /// <summary>What changes, as a person says it: <c>disable it, add the role b6uyKyW8GVj</c>.</summary>
    public string Summary => string.Join(", ", Steps.Select(step => step.What));

    internal string Title { get; }

    internal IReadOnlyList<UserStep> Steps { get; }

    /// <summary>The account, as a person says it.</summary>
    public override string ToString() => Title;
}
