using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Metadata;

/// <summary>An object of the metadata as the API shows it.</summary>
internal abstract class MetadataItem(string type, string uid)
{
    /// <summary>Plural name of the type.</summary>
    public string Type { get; } = type;

    public string Uid { get; } = uid;

    /// <summary>A property, or null where there is none or it has no value.</summary>
    public abstract JsonNode? Get(string property, MetadataView view);

    /// <summary>The properties it has, in the server's order.</summary>
    public abstract IEnumerable<string> Properties(MetadataView view);

    /// <summary>Writes name and value of a plain property without making a node of it; false leaves it to <see cref="Get"/>.</summary>
    public virtual bool TryWrite(Utf8JsonWriter writer, string property) => false;

    /// <summary>The text of a plain property for filters and orders; false leaves it to <see cref="Get"/>.</summary>
    public virtual bool TryText(string property, out string? text)
    {
        text = null;
        return false;
    }
}
