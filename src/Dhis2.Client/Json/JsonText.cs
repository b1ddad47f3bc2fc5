using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>A JSON text that is there as a whole.</summary>
public static class JsonText
{
    // Objects that people have nested deeper than the parser's own limit of 64 are data, too.
    private const int MaximumDepth = 512;

    /// <summary>Reads a JSON text into what a builder makes of it. A mark of the encoding before it is stepped over.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="builder">Builds one value of any kind.</param>
    /// <param name="source">Where the text is from, for the message of an error.</param>
    /// <exception cref="Dhis2ClientException">It is not whole, valid JSON.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, IJsonBuilder<T> builder, string source)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.WithoutBom().Span, new JsonReaderOptions { MaxDepth = MaximumDepth });
            if (!reader.Read() || !JsonFeeder.TryFeed(ref reader, builder) || reader.Read())
                throw JsonErrors.Invalid(source, null);
            return builder.Take();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw JsonErrors.Invalid(source, e, e.Message);
        }
    }
}
