using System.Text.Json;

namespace Dhis2.Client.Metadata.Sharing;

/// <summary>The sharing of an object that is to be changed.</summary>
public sealed class SharingUpdate
{
    internal SharingUpdate(MetadataType type, JsonElement held, Dhis2.Sharing before, Dhis2.Sharing after)
    {
        Type = type;
        Before = before;
        After = after;
        Body = SharingJson.Write(held, after);
    }

    /// <summary>As it is.</summary>
    public Dhis2.Sharing Before { get; }

    /// <summary>As it is to be.</summary>
    public Dhis2.Sharing After { get; }

    /// <summary>Whether it is already as it is to be.</summary>
    public bool IsDone => Before.IsSameAs(After);

    /// <summary>What changes, as a person says it: <c>public r-------, Clerk Test (z1tRD1nXEcz) rw------, without Clerks (YMZUBcZGr3P)</c>.</summary>
    public string Summary => string.Join(", ", Parts());

    internal MetadataType Type { get; }

    internal byte[] Body { get; }

    private IEnumerable<string> Parts()
    {
        if (Before.Public != After.Public)
            yield return $"public {After.Public}";
        if (Before.Owner != After.Owner)
            yield return $"owner {After.Owner}";
        var (before, after) = (Before.Users.Concat(Before.UserGroups).ToList(), After.Users.Concat(After.UserGroups).ToList());
        foreach (var one in after.Where(one => !before.Exists(other => other.Id == one.Id && other.Access == one.Access)))
            yield return one.ToString();
        foreach (var one in before.Where(one => !after.Exists(other => other.Id == one.Id)))
            yield return one.Name is null ? $"without {one.Id}" : $"without {one.Name} ({one.Id})";
    }

    /// <summary>The object, as a person says it.</summary>
    public override string ToString() => Before.Title;
}
