using System.Collections;
using System.Management.Automation;
using Dhis2.Client.Metadata.Writing;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes steps of a change of what a user gives.</summary>
/// <param name="schema">The properties of the type; null where they are not known.</param>
/// <param name="idOf">The id of what a user gives for an object that a property refers to.</param>
internal sealed class PatchArguments(Schema? schema, Func<SchemaProperty, object, string> idOf)
{
    /// <summary>Steps that set properties; null takes away what is there.</summary>
    public IEnumerable<PatchOperation> Set(IEnumerable<(string Path, object? Value)> values) => values.Select(value => Bare(value.Value) is null
        ? new PatchOperation("remove", value.Path)
        : new PatchOperation("replace", value.Path) { Value = ValueOf(PropertyOf(value.Path), value.Value) });

    /// <summary>Steps that set what a hashtable names.</summary>
    public IEnumerable<PatchOperation> Set(IDictionary? values) => Set(Entries(values));

    /// <summary>Steps that add items to lists.</summary>
    /// <exception cref="Dhis2InputException">A property is no list.</exception>
    public IEnumerable<PatchOperation> Add(IDictionary? values)
    {
        foreach (var (path, value) in Entries(values))
        {
            var property = PropertyOf(path);
            if (property is { IsCollection: false, Name: not "attributeValues" } && path.LastIndexOf('/') == 0)
                throw new Dhis2InputException($"'{property.Name}' is no list that something can be added to.", "Use -Set.") { Item = path };
            foreach (var item in Items(value))
                yield return new PatchOperation("add", path + "/-") { Value = property?.IsReference == true ? Reference(property, item) : JsonBody.ToUtf8(item) };
        }
    }

    /// <summary>Steps that take away properties, given by name, and items of lists, given by a hashtable.</summary>
    public IEnumerable<PatchOperation> Remove(IEnumerable<object>? values)
    {
        foreach (var given in values ?? [])
        {
            if (Bare(given) is not IDictionary lists)
            {
                yield return new PatchOperation("remove", PathOf(ServerText.Of(given) ?? ""));
                continue;
            }
            foreach (var (path, value) in Entries(lists))
            {
                foreach (var item in Items(value))
                    yield return new PatchOperation("remove-by-id", path) { Id = PropertyOf(path) is { IsReference: true } property ? idOf(property, item) : new Dhis2Reference(item).ToString() };
            }
        }
    }

    /// <summary>Steps as JSON Patch has them.</summary>
    /// <exception cref="Dhis2InputException">One has no operation or no path.</exception>
    public static IEnumerable<PatchOperation> Raw(IEnumerable<object>? operations)
    {
        foreach (var given in operations ?? [])
        {
            if (Text(given, "op") is not { } op || Text(given, "path") is not { } path)
                throw new Dhis2InputException($"'{given}' is no operation of JSON Patch.", "Give it like @{ op = 'replace'; path = '/name'; value = 'x' }.") { Item = given };
            yield return new PatchOperation(op, path) { Value = Has(given, "value") ? JsonBody.ToUtf8(Member(given, "value")) : (ReadOnlyMemory<byte>?)null, Id = Text(given, "id") };
        }
    }

    // Whoever refers to an object gives its id, name or code, or the object itself; the server takes an id.
    private ReadOnlyMemory<byte> ValueOf(SchemaProperty? property, object? value)
    {
        if (property?.IsReference != true)
            return JsonBody.ToUtf8(value);
        return property.IsCollection ? JsonBody.ToUtf8(Items(value).Select(item => (object)new Hashtable { ["id"] = idOf(property, item) }).ToArray()) : Reference(property, value!);
    }

    private byte[] Reference(SchemaProperty property, object item) => JsonBody.ToUtf8(new Hashtable { ["id"] = idOf(property, item) });

    private SchemaProperty? PropertyOf(string path) => path.LastIndexOf('/') == 0 ? schema?.Find(path.Substring(1)) : null;

    private static string PathOf(string name) => name.StartsWith('/') ? name : "/" + name;

    private static IEnumerable<(string Path, object? Value)> Entries(IDictionary? values) =>
        from DictionaryEntry entry in values ?? new Hashtable() select (PathOf(ServerText.Of(entry.Key)!), entry.Value);

    private static IEnumerable<object> Items(object? value) =>
        Bare(value) is IEnumerable and not string and not IDictionary ? ((IEnumerable)Bare(value)!).Cast<object>() : value is null ? [] : [value];

    private static object? Bare(object? value) => ServerText.Bare(value);

    private static string? Text(object given, string name) => ServerText.Of(Member(given, name));

    private static bool Has(object given, string name) => Bare(given) is IDictionary map ? map.Contains(name) : PSObject.AsPSObject(given).Properties[name] is not null;

    private static object? Member(object given, string name) => Bare(given) is IDictionary map ? map[name] : PSObject.AsPSObject(given).Properties[name]?.Value;
}
