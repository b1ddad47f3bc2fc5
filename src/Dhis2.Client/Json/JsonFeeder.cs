using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Json;

/// <summary>Plays one JSON value to a builder.</summary>
internal static class JsonFeeder
{
    /// <summary>Plays the value the reader stands on; false when the buffer ends before it does.</summary>
    public static bool TryFeed<T>(ref Utf8JsonReader reader, IJsonBuilder<T> builder)
    {
        builder.Reset();
        var depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    depth++;
                    builder.StartObject();
                    break;
                case JsonTokenType.StartArray:
                    depth++;
                    builder.StartArray();
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    builder.EndObject();
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    builder.EndArray();
                    break;
                case JsonTokenType.PropertyName:
                    builder.Name(JsonScalar.Text(ref reader));
                    break;
                default:
                    FeedValue(JsonScalar.Of(ref reader), builder);
                    break;
            }
            if (depth == 0 && reader.TokenType != JsonTokenType.PropertyName)
                return true;
        }
        while (reader.Read());
        return false;
    }

    /// <summary>Plays the value at hand the quick way; false, with the builder in some state in between, where that cannot be done.</summary>
    public static bool TryFeedPlain<T>(ref PlainJson json, IJsonBuilder<T> builder)
    {
        if (json.TryOpen('{'))
        {
            builder.StartObject();
            return TryFeedMembers(ref json, builder);
        }
        if (json.TryOpen('['))
        {
            builder.StartArray();
            return TryFeedItems(ref json, builder);
        }
        if (!json.TryScalar(out var value))
            return false;
        FeedValue(value, builder);
        return true;
    }

    [MethodImpl(HotPath.Compiled)]
    private static bool TryFeedMembers<T>(ref PlainJson json, IJsonBuilder<T> builder)
    {
        if (!json.TryClose('}'))
        {
            do
            {
                if (!json.TryName(out var name))
                    return false;
                builder.Name(name);
                if (!TryFeedPlain(ref json, builder))
                    return false;
            }
            while (json.TryTake(','));
            if (!json.TryClose('}'))
                return false;
        }
        builder.EndObject();
        return true;
    }

    private static bool TryFeedItems<T>(ref PlainJson json, IJsonBuilder<T> builder)
    {
        if (!json.TryClose(']'))
        {
            do
            {
                if (!TryFeedPlain(ref json, builder))
                    return false;
            }
            while (json.TryTake(','));
            if (!json.TryClose(']'))
                return false;
        }
        builder.EndArray();
        return true;
    }

    private static void FeedValue<T>(JsonScalar value, IJsonBuilder<T> builder)
    {
        switch (value.Kind)
        {
            case JsonScalarKind.Text:
                builder.Text(value.Utf8);
                break;
            case JsonScalarKind.Number:
                builder.Number(value.Utf8);
                break;
            case JsonScalarKind.Null:
                builder.Null();
                break;
            default:
                builder.Flag(value.Kind == JsonScalarKind.True);
                break;
        }
    }
}
