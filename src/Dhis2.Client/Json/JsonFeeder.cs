using System.Text.Json;

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
                default:
                    FeedValue(ref reader, builder);
                    break;
            }
            if (depth == 0 && reader.TokenType != JsonTokenType.PropertyName)
                return true;
        }
        while (reader.Read());
        return false;
    }

    private static void FeedValue<T>(ref Utf8JsonReader reader, IJsonBuilder<T> builder)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when !reader.ValueIsEscaped:
                builder.Name(reader.ValueSpan);
                break;
            case JsonTokenType.PropertyName:
                builder.Name(Unescaped(ref reader));
                break;
            case JsonTokenType.String when !reader.ValueIsEscaped:
                builder.Text(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                builder.Text(Unescaped(ref reader));
                break;
            case JsonTokenType.Number:
                builder.Number(reader.ValueSpan);
                break;
            case JsonTokenType.Null:
                builder.Null();
                break;
            default:
                builder.Flag(reader.TokenType == JsonTokenType.True);
                break;
        }
    }

    private static ReadOnlySpan<byte> Unescaped(ref Utf8JsonReader reader) => System.Text.Encoding.UTF8.GetBytes(reader.GetString()!);
}
