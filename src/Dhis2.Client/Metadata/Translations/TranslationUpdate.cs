using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Translations;

/// <summary>The translations of an object of which some are to be set or removed.</summary>
public sealed class TranslationUpdate
{
    private readonly string _title;

    internal TranslationUpdate(MetadataType type, JsonElement held, IReadOnlyList<TranslationChange> changes)
    {
        Type = type;
        Id = held.Text("id") ?? "";
        // The later of two for one property and language holds, as it would if each were sent by itself.
        Changes = [.. changes.Where((change, i) => !changes.Skip(i + 1).Any(later => later.Is(change.Property, change.Locale)))];
        IsDone = Mismatch(held) is null;
        Body = Write(held);
        _title = (held.Text("name") ?? held.Text("displayName")) is { } name ? $"{type.Singular} '{name}' ({Id})" : $"{type.Singular} {Id}";
    }

    /// <summary>What is to be set and removed.</summary>
    public IReadOnlyList<TranslationChange> Changes { get; }

    /// <summary>Whether all is already as it is to be.</summary>
    public bool IsDone { get; }

    internal MetadataType Type { get; }

    internal string Id { get; }

    internal byte[] Body { get; }

    /// <summary>The first that an object does not hold as it is to be, as a sentence; null where there is none.</summary>
    internal string? Mismatch(JsonElement held)
    {
        foreach (var change in Changes)
        {
            var values = held.Items("translations").Where(one => change.Is(one.Text("property"), one.Text("locale"))).Select(one => one.Text("value")).ToList();
            if (change.Value is null ? values.Count > 0 : values.Count != 1 || values[0] != change.Value)
                return $"For {change.Property} in {change.Locale} it holds {(values.Count == 0 ? "nothing" : $"'{string.Join("', '", values)}'")}.";
        }
        return null;
    }

    /// <summary>The object, as a person says it.</summary>
    public override string ToString() => _title;

    // Those of others go back as they came.
    private byte[] Write(JsonElement held) => JsonBytes.OfObject(writer =>
    {
        writer.WriteStartArray("translations");
        foreach (var one in held.Items("translations").Where(one => !Changes.Any(change => change.Is(one.Text("property"), one.Text("locale")))))
            one.WriteTo(writer);
        foreach (var change in Changes.Where(change => change.Value is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("property", change.Property);
            writer.WriteString("locale", change.Locale);
            writer.WriteString("value", change.Value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
