namespace Dhis2.Sandbox.Metadata;

/// <summary>The server's types: plural name (as in paths), singular name and class.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, TypeName> s_byPlural = Read();

    public static IReadOnlyCollection<TypeName> All => s_byPlural.Values;

    /// <summary>The type has a list at <c>/api/plural</c>.</summary>
    public static bool HasEndpoint(string plural) => s_byPlural.TryGetValue(plural, out var type) && type.Endpoint.Length > 0;

    public static TypeName? Find(string plural) => s_byPlural.GetValueOrDefault(plural);

    public static TypeName? FindSingular(string singular) => All.FirstOrDefault(t => t.Singular == singular);

    /// <summary>The name of the class without its package, as messages have it: DataElement.</summary>
    public static string Klass(string plural) => s_byPlural.TryGetValue(plural, out var type) ? type.Klass[(type.Klass.LastIndexOf('.') + 1)..] : plural;

    /// <summary>The name of the class with its package, as reports have it.</summary>
    public static string FullKlass(string plural) => Find(plural)?.Klass ?? plural;

    private static Dictionary<string, TypeName> Read()
    {
        using var reader = new StreamReader(typeof(TypeNames).Assembly.GetManifestResourceStream("schemas.tsv")!);
        var types = new Dictionary<string, TypeName>(StringComparer.Ordinal);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var parts = line.Split('\t');
            types.TryAdd(parts[0], new TypeName(parts[0], parts[1], parts[2], parts[3], parts[4]));
        }
        return types;
    }
}

/// <summary>What a schema says of its type.</summary>
internal sealed record TypeName(string Plural, string Singular, string Klass, string Name, string Endpoint);
