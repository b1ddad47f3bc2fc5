using Dhis2.Client.Http;

namespace Dhis2.Client.Metadata;

/// <summary>What to read of a metadata type.</summary>
public sealed record MetadataQuery
{
    /// <summary>The type.</summary>
    public required MetadataType Type { get; init; }

    /// <summary>Objects with these ids, in place of a whole list.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Properties to read, as the Web API writes them: <c>id,name,parent[id]</c>.</summary>
    public string? Fields { get; init; }

    /// <summary>Filters: <c>property:operator:value</c>; checked, because servers drop what they do not understand.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Objects of which these properties have one of these values; <see cref="MetadataReader{T}.Lists"/> makes lists of them.</summary>
    public IReadOnlyList<PropertyValues> OneOf { get; init; } = [];

    /// <summary>Any filter suffices, instead of all.</summary>
    public bool AnyFilter { get; init; }

    /// <summary>Sort order: <c>name:asc</c>; the id is always added, or rows could shift between pages.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Objects a page.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Leaves out the first.</summary>
    public ulong Skip { get; init; }

    /// <summary>Reads no more than this.</summary>
    public ulong First { get; init; } = ulong.MaxValue;

    /// <summary>Whatever has no property here.</summary>
    public QueryParameters Extra { get; init; } = [];
}
