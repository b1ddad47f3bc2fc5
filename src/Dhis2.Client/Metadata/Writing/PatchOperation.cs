namespace Dhis2.Client.Metadata.Writing;

/// <summary>One step of a change of an object (JSON Patch, as DHIS2 has it).</summary>
/// <param name="Op"><c>add</c>, <c>replace</c>, <c>remove</c>, or DHIS2's own <c>remove-by-id</c>.</param>
/// <param name="Path">What it is about: <c>/name</c>, <c>/sharing/public</c>, <c>/dataElements/-</c> for the end of a list.</param>
public sealed record PatchOperation(string Op, string Path)
{
    /// <summary>The value as JSON, of <c>add</c> and <c>replace</c>.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The id of the item that <c>remove-by-id</c> takes out of a list.</summary>
    public string? Id { get; init; }

    /// <summary>The names in the path.</summary>
    internal IReadOnlyList<string> Segments => [.. Path.Split('/').Skip(1).Select(part => part.Replace("~1", "/").Replace("~0", "~"))];

    /// <inheritdoc/>
    public override string ToString() => Id is null ? $"{Op} {Path}" : $"{Op} {Path} {Id}";
}
