namespace Dhis2;

/// <summary>A property of a type, as the server describes it (server: <c>Property</c>).</summary>
/// <param name="Name">As objects have it: <c>organisationUnits</c>, where the schema itself says <c>organisationUnit</c>.</param>
/// <param name="Kind">What it holds, in the server's word: <c>TEXT</c>, <c>REFERENCE</c>, <c>COLLECTION</c>.</param>
/// <param name="IsStored">Whether it is a column of the database.</param>
public sealed record SchemaProperty(string Name, string Kind, bool IsStored)
{
    /// <summary>The type that has it, by its list: <c>dataElements</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What each item of a collection is, in the server's word; null for what is no collection.</summary>
    public string? ItemKind { get; init; }

    /// <summary>The server's class of the value, or of each item of a collection, by its full name; null where the server does not tell.</summary>
    public string? Klass { get; init; }

    /// <summary>Whether it belongs to the object and is sent with it; the others are worked out, or belong to what refers to the object.</summary>
    public bool IsOwned { get; init; }

    /// <summary>Whether an object without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether no two objects may have the same.</summary>
    public bool IsUnique { get; init; }

    /// <summary>The most characters of a text; null where there is no such limit.</summary>
    public long? MaximumLength { get; init; }

    /// <summary>The words that it may hold; empty where it may hold anything of its kind.</summary>
    public IReadOnlyList<string> Constants { get; init; } = [];

    /// <summary>Whether objects have a list of them.</summary>
    public bool IsCollection => Kind == "COLLECTION";

    /// <summary>Whether it holds an object of its own, or several: objects that have an id and a place of their own.</summary>
    public bool IsReference => (ItemKind ?? Kind) == "REFERENCE";

    /// <summary>Whether lists can be ordered by it: one value a row, stored, or the translation of one that is.</summary>
    public bool IsSortable => Kind is not ("REFERENCE" or "COMPLEX" or "COLLECTION") && (IsStored || Name.StartsWith("display", StringComparison.Ordinal));

    /// <summary>Whether lists can be filtered by it: it is stored, or the translation of what is.</summary>
    public bool IsFilterable => IsStored || Name.StartsWith("display", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
