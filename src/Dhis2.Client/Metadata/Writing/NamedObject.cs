using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>An object that a server holds.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; null for what has none.</param>
public sealed record NamedObject(MetadataType Type, string Id, string? Name)
{
    /// <summary>Reads the name of an object.</summary>
    /// <exception cref="Dhis2ApiException">There is no such object that the account may see.</exception>
    public static async Task<NamedObject> ReadAsync(Dhis2Caller caller, MetadataType type, string id, CancellationToken cancellationToken) =>
        ObjectAddress.Name(type, id, await ObjectAddress.ReadAsync(caller, type, id, "id,name,displayName", cancellationToken).ConfigureAwait(false));

    /// <summary>As a person says it: <c>dataElement 'OPD visits' (OqYjd00phS6)</c>.</summary>
    public override string ToString() => Name is null ? $"{Type.Singular} {Id}" : $"{Type.Singular} '{Name}' ({Id})";
}
