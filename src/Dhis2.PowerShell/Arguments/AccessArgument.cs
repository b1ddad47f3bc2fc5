using System.Collections;
using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>
/// Users or user groups with what they may do: a hashtable (<c>@{ clerk = 'rw------' }</c>), texts of the form <c>clerk=rw------</c>, or what Get-Dhis2Sharing gives in
/// <c>Users</c> and <c>UserGroups</c>.
/// </summary>
public sealed class AccessArgument
{
    /// <summary>Takes one user or group, or a hashtable of several.</summary>
    /// <exception cref="Dhis2InputException">It is nothing of the kind.</exception>
    public AccessArgument(object value)
    {
        Item = value;
        Entries = [.. Read(value)];
    }

    /// <summary>As it was given.</summary>
    public object Item { get; }

    /// <summary>Who, and what they may.</summary>
    internal IReadOnlyList<(Dhis2Reference Who, string Access)> Entries { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Entries.Select(entry => $"{entry.Who}={entry.Access}"));

    private static IEnumerable<(Dhis2Reference Who, string Access)> Read(object value)
    {
        var bare = ServerText.Bare(value);
        if (bare is IDictionary map)
            return map.Cast<DictionaryEntry>().Select(entry => (new Dhis2Reference(entry.Key), SharingAccess.Parse(ServerText.Of(entry.Value))));
        if (bare is string text && text.LastIndexOf('=') is > 0 and var sign)
            return [(new Dhis2Reference(text.Remove(sign).Trim()), SharingAccess.Parse(text.Substring(sign + 1)))];
        if (bare is not null and not string && PSObject.AsPSObject(value).Properties["access"]?.Value is { } access)
            return [(new Dhis2Reference(value), SharingAccess.Parse(ServerText.Of(access)))];
        throw new Dhis2InputException($"'{value}' does not say who may do what.", "Give @{ clerk = 'rw------' }, 'clerk=rw------', or what Get-Dhis2Sharing gives.") { Item = value };
    }
}
