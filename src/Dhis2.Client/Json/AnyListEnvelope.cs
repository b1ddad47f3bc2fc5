using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>A list whatever its name: the one array at the top of an answer, or the answer itself; with the paging that stands beside it in any version's way.</summary>
internal sealed class AnyListEnvelope<T>(IJsonBuilder<T> builder) : JsonEnvelope<T>
{
    private readonly BuilderEnvelope<T> _items = new(builder, null);

    /// <summary>Names of the arrays met at the top.</summary>
    public List<string> Lists { get; } = [];

    /// <summary>The page the server says this is; null where it does not say.</summary>
    public int? Page { get; private set; }

    /// <summary>The page size the server says it keeps to.</summary>
    public int? PageSize { get; private set; }

    /// <summary>All there are by the server's word.</summary>
    public long? Total { get; private set; }

    public override bool TakesBareArray => true;

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth)
    {
        if (kind != JsonTokenType.StartArray || depth != 1)
            return EnvelopeStep.Read;
        Lists.Add(name);
        return Lists.Count == 1 ? EnvelopeStep.Items : EnvelopeStep.Read;
    }

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        // Tracker lists of 2.40 and 2.41 have the members of the pager beside the list.
        if (name == "pager" && reader.TokenType == JsonTokenType.StartObject)
        {
            using var pager = JsonDocument.ParseValue(ref reader);
            foreach (var member in pager.RootElement.EnumerateObject())
                Take(member.Name, member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var number) ? number : null);
        }
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            Take(name, number);
        }
    }

    public override bool TryReadItem(ref Utf8JsonReader reader, out T item) => _items.TryReadItem(ref reader, out item);

    public override bool TryReadPlain(ref PlainJson json, out T item) => _items.TryReadPlain(ref json, out item);

    private void Take(string name, long? number)
    {
        if (number is not (>= 0 and <= int.MaxValue))
            return;
        switch (name)
        {
            case "page":
                Page = (int)number;
                break;
            case "pageSize":
                PageSize = (int)number;
                break;
            case "total":
                Total = number;
                break;
        }
    }
}
