using Dhis2.Client.Sessions;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Schemas;

/// <summary>Finds the type that a user means.</summary>
public static class TypeFinder
{
    /// <summary>
    /// The type of a plural or singular name in any case. Those that all servers have need no request; of any other the server is asked, once a session.
    /// </summary>
    /// <exception cref="Dhis2InputException">Neither this module nor the server knows such a type; the error names those that are written nearly so.</exception>
    public static async Task<MetadataType> FindAsync(Dhis2Caller caller, string name, CancellationToken cancellationToken)
    {
        var type = MetadataType.Of(name);
        if (MetadataType.Known.Contains(type))
            return type;
        var schemas = await SchemaReader.ReadTypesAsync(caller, isOnce: false, cancellationToken).ConfigureAwait(false);
        var listed = schemas.Where(schema => schema.HasList).ToList();
        if (listed.Find(schema => Is(schema, name)) is { } found)
            return MetadataType.Of(found);
        if (schemas.FirstOrDefault(schema => Is(schema, name)) is { } part)
        {
            throw new Dhis2InputException($"'{part.Singular}' has no list of its own: its objects are parts of others.", $"Read the objects that hold them, with -Fields '{part.Plural}[*]' or the like.") { Item = name };
        }
        throw Unknown(name, listed);
    }

    /// <summary>The error of a name that is that of no type; it names those that are written nearly so.</summary>
    public static Dhis2InputException Unknown(string name, IEnumerable<Schema> schemas) => new($"The server has no metadata type '{name}'.", Advice(name, schemas)) { Item = name };

    private static bool Is(Schema schema, string name) =>
        schema.Plural.Equals(name, StringComparison.OrdinalIgnoreCase) || schema.Singular.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Advice(string name, IEnumerable<Schema> listed)
    {
        var near = NearNames.Of(name, listed.Select(schema => schema.Plural));
        return near.Count == 0 ? "Press Tab for the types that there are, or see Get-Dhis2Schema." : $"Did you mean {string.Join(" or ", near)}? Get-Dhis2Schema lists all.";
    }
}
