using System.Management.Automation;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Reads a whole JSON text into what PowerShell works with.</summary>
internal static class PSObjectReader
{
    /// <summary>A PSObject, an <c>object[]</c>, a text, a number, a boolean or null.</summary>
    public static object? Read(ReadOnlyMemory<byte> utf8, string? typeName, string source)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = 512 });
            var builder = new PSObjectBuilder(typeName);
            if (!reader.Read() || !JsonFeeder.TryFeed<object?>(ref reader, builder) || reader.Read())
                throw JsonErrors.Invalid(source, null);
            return ((IJsonBuilder<object?>)builder).Take();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw JsonErrors.Invalid(source, e, e.Message);
        }
    }

    /// <summary>An object's property, when it is a text.</summary>
    public static string? Text(object item, string name) => PSObject.AsPSObject(item).Properties[name]?.Value as string;
}
