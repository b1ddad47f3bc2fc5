using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>A list as the Web API pages it: a pager, and one array of objects, built by the caller's builder.</summary>
internal sealed class BuilderEnvelope<T>(IJsonBuilder<T> builder, string? listName) : JsonEnvelope<T>
{
    /// <summary>All there are by the pager's word, when there was one.</summary>
    public long? Total { get; private set; }

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) =>
        kind == JsonTokenType.StartArray && depth == 1 && (listName is null || name == listName) ? EnvelopeStep.Items : EnvelopeStep.Read;

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        if (name != "pager" || reader.TokenType != JsonTokenType.StartObject)
            return;
        using var pager = JsonDocument.ParseValue(ref reader);
        if (pager.RootElement.TryGetProperty("total", out var total) && total.TryGetInt64(out var count))
            Total = count;
    }

    public override bool TryReadItem(ref Utf8JsonReader reader, out T item)
    {
        if (!JsonFeeder.TryFeed(ref reader, builder))
        {
            item = default!;
            return false;
        }
        item = builder.Take();
        return true;
    }

    public override bool TryReadPlain(ref PlainJson json, out T item)
    {
        builder.Reset();
        var isRead = JsonFeeder.TryFeedPlain(ref json, builder);
        item = isRead ? builder.Take() : default!;
        return isRead;
    }
}
