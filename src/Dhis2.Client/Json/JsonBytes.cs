using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>Writes small JSON bodies.</summary>
internal static class JsonBytes
{
    /// <summary>An object with what <paramref name="write"/> puts into it.</summary>
    public static byte[] OfObject(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
