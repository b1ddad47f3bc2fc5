using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Lists;

/// <summary>
/// A list as the Web API pages it: one array of objects, built by the caller's builder, with the paging that stands beside it in any version's way.
/// Where the name of the array is not known it is the one array at the top of the answer, or the answer itself.
/// </summary>
internal sealed class ListEnvelope<T>(IJsonBuilder<T> builder, string? listName) : JsonEnvelope<T>
{
    /// <summary>Names of the arrays met at the top, where the name of the list is not known.</summary>
    public List<string> Lists { get; } = [];

    /// <summary>The page the server says this is; null where it does not say.</summary>
    public int? Page { get; private set; }

    /// <summary>The page size the server says it keeps to.</summary>
    public int? PageSize { get; private set; }

    /// <summary>All there are by the server's word.</summary>
    public long? Total { get; private set; }

    public override bool TakesBareArray => listName is null;

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth)
    {
        if (kind != JsonTokenType.StartArray || depth != 1)
            return EnvelopeStep.Read;
        if (listName is not null)
            return name == listName ? EnvelopeStep.Items : EnvelopeStep.Read;
        // It is asked again of a value that had not come whole.
        if (!Lists.Contains(name))
            Lists.Add(name);
        return Lists[0] == name ? EnvelopeStep.Items : EnvelopeStep.Read;
    }

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        // Tracker lists of 2.40 and 2.41 have the members of the pager beside the list.
        if (name == "pager" && reader.TokenType == JsonTokenType.StartObject)
        {
            using var pager = JsonDocument.ParseValue(ref reader);
            foreach (var member in pager.RootElement.EnumerateObject())
                ReadPaging(member.Name, member.Value.Number());
        }
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            ReadPaging(name, number);
        }
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

    private void ReadPaging(string name, long? number)
    {
        if (number is not >= 0)
            return;
        switch (name)
        {
            case "page" when number <= int.MaxValue:
                Page = (int)number;
                break;
            case "pageSize" when number <= int.MaxValue:
                PageSize = (int)number;
                break;
            case "total":
                Total = number;
                break;
        }
    }
}
