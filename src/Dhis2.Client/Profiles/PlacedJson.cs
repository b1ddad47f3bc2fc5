using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Json;

namespace Dhis2.Client.Profiles;

/// <summary>A small JSON file whose values know their place, so that a fault is told with line and column.</summary>
internal sealed class PlacedJson
{
    private const char Between = '\u001f';
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);

    private PlacedJson(string path, ReadOnlyMemory<byte> bytes)
    {
        _path = path;
        _bytes = bytes;
        try
        {
            // Checked here because the parser does not check the bytes of texts that nobody reads.
            s_strict.GetCharCount(bytes.ToArray());
            Root = JsonNode.Parse(bytes.Span) as JsonObject ?? throw Fault("an object in braces is wanted.");
            Walk();
        }
        catch (JsonException e)
        {
            // The parser's message is not shown: it quotes the text, and that may hold a secret.
            throw Fault(Offset(e.LineNumber ?? 0, e.BytePositionInLine ?? 0), "this is not JSON.");
        }
        catch (DecoderFallbackException e)
        {
            throw Fault(Math.Max(0, e.Index), "this is not UTF-8.");
        }
    }

    /// <summary>The object that the file is.</summary>
    public JsonObject Root { get; }

    /// <summary>Reads a file; null when it is not there.</summary>
    public static PlacedJson? Read(string path)
    {
        try
        {
            // Opened with all sharing, so that another process can replace the file meanwhile.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return new PlacedJson(path, copy.ToArray().AsMemory().WithoutBom());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProfileErrors.Unreadable(path, e);
        }
    }

    /// <summary>A fault of the value that these keys lead to, or of the nearest one above it that is there.</summary>
    public Dhis2InputException Fault(string what, params string[] keys)
    {
        for (var length = keys.Length; length > 0; length--)
        {
            if (_places.TryGetValue(string.Join(Between.ToString(), keys.Take(length)), out var place))
                return Fault(place, what);
        }
        return Fault(0, what);
    }

    private Dhis2InputException Fault(long offset, string what)
    {
        var before = _bytes.Span.Slice(0, (int)Math.Min(offset, _bytes.Length));
        var line = 1;
        var start = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] != (byte)'\n')
                continue;
            line++;
            start = i + 1;
        }
        return ProfileErrors.Damaged(_path, what, line, Encoding.UTF8.GetString(before.Slice(start)).Length + 1);
    }

    private long Offset(long line, long inLine)
    {
        var start = 0;
        for (; line > 0; line--)
            start += _bytes.Span.Slice(start).IndexOf((byte)'\n') + 1;
        return start + inLine;
    }

    // Also finds a key that stands there twice, for which JsonNode would throw later.
    private void Walk()
    {
        var reader = new Utf8JsonReader(_bytes.Span);
        var keys = new List<string>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (keys.Count > 0)
                    keys.RemoveAt(keys.Count - 1);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var at = reader.TokenStartIndex;
                keys.Add(Text(ref reader));
                reader.Read();
                if (_places.ContainsKey(Key(keys)))
                    throw Fault(at, $"the key '{keys[keys.Count - 1]}' is there twice.");
                _places.Add(Key(keys), reader.TokenStartIndex);
                SkipValue(ref reader, keys);
            }
        }
    }

    // An array is looked at as one value: no known setting is an array.
    private void SkipValue(ref Utf8JsonReader reader, List<string> keys)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return;
        if (reader.TokenType == JsonTokenType.String)
            Text(ref reader);
        reader.Skip();
        keys.RemoveAt(keys.Count - 1);
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault(reader.TokenStartIndex, "this text holds half a character.");
        }
    }

    private static string Key(List<string> keys) => string.Join(Between.ToString(), keys);
}
