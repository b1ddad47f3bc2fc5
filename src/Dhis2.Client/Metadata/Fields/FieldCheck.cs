using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Fields;

/// <summary>
/// Refuses fields and sort orders that the server would pass over without a word: properties, presets and transformations that it does not have.
/// The server is asked for the properties of a type, once a session, unless all that are named are properties of every object.
/// </summary>
public sealed class FieldCheck(Dhis2Caller caller, MetadataType type)
{
    // All objects have these, though not every schema says so: some are the names of older versions, and some are made as an object is read.
    private static readonly HashSet<string> s_common = new(StringComparer.Ordinal)
    {
        "id", "code", "name", "displayName", "created", "lastUpdated", "createdBy", "lastUpdatedBy", "user", "href", "access", "sharing", "translations", "attributeValues",
        "favorite", "favorites", "publicAccess", "externalAccess", "userAccesses", "userGroupAccesses",
    };

    private static readonly string[] s_transformations = ["rename", "size", "isEmpty", "isNotEmpty", "pluck", "paging"];

    private static readonly string[] s_directions = ["asc", "desc", "iasc", "idesc"];

    /// <summary>Checks the fields of a query.</summary>
    /// <exception cref="Dhis2InputException">The server would pass over one of them, or answer with nothing because of it.</exception>
    public Task CheckFieldsAsync(string fields, CancellationToken cancellationToken)
    {
        var list = FieldItem.Parse(fields);
        return CheckAsync(list, type.Singular, token => SchemaAsync(type, token), cancellationToken);
    }

    /// <summary>Checks a sort order: <c>name</c>, <c>name:desc</c>, or several with commas.</summary>
    /// <exception cref="Dhis2InputException">The server would not sort by it.</exception>
    public async Task CheckOrderAsync(string order, CancellationToken cancellationToken)
    {
        foreach (var part in order.Split(','))
        {
            var (name, direction) = part.Trim().Split(':') switch { [var only] => (only, "asc"), [var first, var second] => (first, second), _ => ("", "") };
            if (Array.IndexOf(s_directions, direction) < 0 || name.Length == 0)
                throw new Dhis2InputException($"The order '{part.Trim()}' has not the form property:direction.", "Write it like name:asc, name:desc, or with iasc and idesc for any case of letters.") { Item = order };
            if (name is "id" or "name" or "code" or "displayName" or "created" or "lastUpdated")
                continue;
            var schema = await SchemaAsync(type, cancellationToken).ConfigureAwait(false);
            if (schema is null || schema.Find(name) is { IsSortable: true })
                continue;
            throw schema.Find(name) is null
                ? Unknown(name, type.Singular, schema.Properties.Where(property => property.IsSortable).Select(property => property.Name))
                : new Dhis2InputException($"A list of {type.Plural} cannot be ordered by '{name}': it is no stored property of one value.", "Use Sort-Object.") { Item = order };
        }
    }

    private async Task CheckAsync(IReadOnlyList<FieldItem> items, string owner, Func<CancellationToken, Task<Schema?>> read, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            foreach (var transformation in item.Transformations)
                CheckTransformation(item, transformation);
            // Presets were checked as they were read, and an attribute goes by its id.
            if (item.IsPreset || (s_common.Contains(item.Name) && item.Parts.Count == 0) || (Uid.IsValid(item.Name) && item.Name.Any(char.IsDigit)))
                continue;
            if (await read(cancellationToken).ConfigureAwait(false) is not { } schema)
                return;
            if (schema.Find(item.Name) is not { } property)
            {
                if (s_common.Contains(item.Name))
                    continue;
                throw Unknown(item.Name, owner, schema.Properties.Select(p => p.Name));
            }
            if (item.Parts.Count > 0)
                await CheckAsync(item.Parts, property.Name, token => PartAsync(property, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void CheckTransformation(FieldItem item, string transformation)
    {
        var name = transformation.Split('(')[0];
        if (name == "keyBy" || transformation.StartsWith("pluck(", StringComparison.Ordinal))
            throw new Dhis2InputException($"'{transformation}' of the field '{item.Name}' has no effect on any server.", $"Read {item.Name}[id,name] and pick from the objects, or use ~pluck, which gives ids.") { Item = item.Text };
        if (Array.IndexOf(s_transformations, name) < 0)
            throw new Dhis2InputException($"'{transformation}' of the field '{item.Name}' is no transformation.", $"Use {string.Join(", ", s_transformations)}.") { Item = item.Text };
    }

    // The properties of what a property holds; of what is no type of its own (access, sharing, geometry) servers do not tell them.
    private async Task<Schema?> PartAsync(SchemaProperty property, CancellationToken cancellationToken)
    {
        var part = await SchemaReader.ReadPartAsync(caller, property, isOnce: false, cancellationToken).ConfigureAwait(false);
        return part is not { HasList: true } ? null : await SchemaAsync(MetadataType.Of(part), cancellationToken).ConfigureAwait(false);
    }

    private Task<Schema?> SchemaAsync(MetadataType of, CancellationToken cancellationToken) => SchemaReader.FindAsync(caller, of, cancellationToken);

    private static Dhis2InputException Unknown(string name, string owner, IEnumerable<string> names)
    {
        var near = NearNames.Of(name, names);
        return new Dhis2InputException($"'{owner}' has no property '{name}'.", near.Count == 0 ? "Press Tab behind -Fields for those it has, or see Get-Dhis2Schema." : $"Did you mean {string.Join(" or ", near)}?") { Item = name };
    }
}
