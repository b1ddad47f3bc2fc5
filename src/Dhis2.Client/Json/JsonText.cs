using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>Reads JSON texts that are in memory as a whole. A mark of the encoding before one is stepped over.</summary>
public static class JsonText
{
    // Objects that people have nested deeper than the parser's own limit of 64 are data, too.
    private const int MaximumDepth = 512;

    /// <summary>Reads a JSON text into what a builder makes of it.</summary>
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

    /// <summary>Reads a small JSON text.</summary>
    internal static JsonElement Parse(byte[] utf8, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory().WithoutBom());
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw JsonErrors.Invalid(source, e);
        }
    }
}
