using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>A list of objects of a type, of which the items are objects of their own.</summary>
/// <param name="Type">The type that has the list.</param>
/// <param name="Property">Its name.</param>
/// <param name="Items">The type of the items; null where the server does not tell it.</param>
public sealed record ItemList(MetadataType Type, string Property, MetadataType? Items)
{
    private const string DataSets = "dataSets";
    private const string DataSetElements = "dataSetElements";

    /// <summary>Whether its items are links with an object in them: no address takes these, and the list is changed with its object.</summary>
    internal bool IsOfLinks => Type.Plural == DataSets && Property == DataSetElements;

    /// <summary>Finds a list by its name.</summary>
    /// <exception cref="Dhis2InputException">The type has no such property, or it is no list of objects.</exception>
    public static async Task<ItemList> FindAsync(Dhis2Caller caller, MetadataType type, string property, CancellationToken cancellationToken)
    {
        if (type.Plural == DataSets && property == DataSetElements)
            return new ItemList(type, property, MetadataType.Of("dataElements"));
        if (await SchemaReader.FindAsync(caller, type, cancellationToken).ConfigureAwait(false) is not { } schema)
            return new ItemList(type, property, TypeNamed(property));
        var lists = schema.Properties.Where(known => known is { IsCollection: true, IsReference: true }).Select(known => known.Name).ToList();
        if (schema.Find(property) is not { } found)
        {
            var near = NearNames.Of(property, lists);
            throw new Dhis2InputException($"A {type.Singular} has no property '{property}'.", near.Count == 0 ? $"Its lists are {string.Join(", ", lists)}." : $"Did you mean {string.Join(" or ", near)}?") { Item = property };
        }
        if (!lists.Contains(property))
        {
            throw new Dhis2InputException(
                $"'{property}' of a {type.Singular} is no list of objects.",
                property == DataSetElements ? "Add data elements to the data set: -Type dataSets." : $"Its lists are {string.Join(", ", lists)}; change anything else with Update-Dhis2Metadata.")
            { Item = property };
        }
        var types = await SchemaReader.ReadTypesAsync(caller, isOnce: false, cancellationToken).ConfigureAwait(false);
        var items = types.FirstOrDefault(known => known.HasList && known.Klass is not null && known.Klass == found.Klass);
        return new ItemList(type, property, items is null ? TypeNamed(property) : MetadataType.Of(items));
    }

    // Where the server does not tell the type: nearly all lists have the name of the type of their items.
    private static MetadataType? TypeNamed(string property) => MetadataType.Known.FirstOrDefault(type => type.Plural == property);
}
