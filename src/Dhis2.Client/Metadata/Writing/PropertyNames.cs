using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Which properties of an object can be written.</summary>
internal static class PropertyNames
{
    // Made by the server as an object is read or stored; what is sent under these names it passes over.
    private static readonly HashSet<string> s_servers = new(StringComparer.Ordinal) { "href", "access", "favorite", "favorites", "lastUpdated", "lastUpdatedBy" };

    // Older names, and what not every schema tells of.
    private static readonly HashSet<string> s_common = new(StringComparer.Ordinal)
    {
        "id", "code", "name", "created", "createdBy", "user", "sharing", "translations", "attributeValues", "publicAccess", "externalAccess", "userAccesses", "userGroupAccesses",
    };

    /// <summary>Whether the server makes the value itself.</summary>
    public static bool IsServers(string name) => s_servers.Contains(name) || name.StartsWith("display", StringComparison.Ordinal);

    /// <summary>Refuses a property that objects of a type do not have: servers pass over it without a word.</summary>
    /// <exception cref="Dhis2InputException">There is none of that name.</exception>
    public static void Check(string name, MetadataType type, Schema? schema)
    {
        if (schema is null || s_common.Contains(name) || s_servers.Contains(name) || schema.Find(name) is not null)
            return;
        var near = NearNames.Of(name, schema.Properties.Select(property => property.Name));
        throw new Dhis2InputException(
            $"A {type.Singular} has no property '{name}'.", near.Count == 0 ? "See which it has with Get-Dhis2Metadata -Fields *." : $"Did you mean {string.Join(" or ", near)}?")
        { Item = name };
    }
}
