namespace Dhis2.Client.Metadata.Writing;

/// <summary>An object that a server holds.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; null for what has none.</param>
public sealed record NamedObject(MetadataType Type, string Id, string? Name)
{
    /// <summary>As a person says it: <c>dataElement 'OPD visits' (OqYjd00phS6)</c>.</summary>
    public override string ToString() => Name is null ? $"{Type.Singular} {Id}" : $"{Type.Singular} '{Name}' ({Id})";
}
