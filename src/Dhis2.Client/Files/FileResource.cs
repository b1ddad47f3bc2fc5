namespace Dhis2;

/// <summary>A file that a server keeps (server: <c>FileResource</c>): as a data value, a document, an attachment or an icon.</summary>
public sealed record FileResource
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the file that was uploaded.</summary>
    public string? Name { get; init; }

    /// <summary>Its media type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long? ContentLength { get; init; }

    /// <summary>What it is kept for: <c>DATA_VALUE</c>, <c>DOCUMENT</c>, <c>ICON</c>.</summary>
    public string? Domain { get; init; }

    /// <summary><c>PENDING</c> until the server has handed it to its store, then <c>STORED</c>.</summary>
    public string? StorageStatus { get; init; }

    /// <summary>Whether it can be downloaded.</summary>
    public bool IsStored => StorageStatus == "STORED";

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Name}";
}
