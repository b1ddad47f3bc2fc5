namespace Dhis2;

/// <summary>What a property of an object is called in a language (server: <c>Translation</c>).</summary>
public sealed record Translation
{
    /// <summary>The list that the object is in: <c>dataElements</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Uid of the object.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the object in the language of the database; null for what has none.</summary>
    public string? Name { get; init; }

    /// <summary>The property in the server's word: <c>NAME</c>, <c>SHORT_NAME</c>.</summary>
    public required string Property { get; init; }

    /// <summary>The language: <c>fr</c>, <c>pt_BR</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>The text.</summary>
    public string? Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Property} {Locale}: {Value}";
}
