namespace Dhis2;

/// <summary>A type as the server describes it (server: <c>Schema</c>).</summary>
/// <param name="Singular">One of its objects: <c>dataElement</c>.</param>
/// <param name="Plural">Its list in paths, answers and files: <c>dataElements</c>.</param>
public sealed record Schema(string Singular, string Plural)
{
    /// <summary>The server's class by its full name: <c>org.hisp.dhis.dataelement.DataElement</c>.</summary>
    public string? Klass { get; init; }

    /// <summary>Its path below <c>/api</c>: <c>/dataElements</c>; null for what is a part of other types alone.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether a metadata import and export takes its objects.</summary>
    public bool IsMetadata { get; init; }

    /// <summary>Whether its objects are shared with users and groups.</summary>
    public bool IsShareable { get; init; }

    /// <summary>Whether not only the object is shared, but also the data that belong to it.</summary>
    public bool IsDataShareable { get; init; }

    /// <summary>Its properties in the server's order; empty where only the types were asked for.</summary>
    public IReadOnlyList<SchemaProperty> Properties { get; init; } = [];

    /// <summary>Whether its objects can be listed under its own name.</summary>
    public bool HasList => Endpoint == "/" + Plural;

    /// <summary>A property by the name that objects have it under, letter case included; null where there is none.</summary>
    public SchemaProperty? Find(string name) => Properties.FirstOrDefault(property => property.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Plural;
}
