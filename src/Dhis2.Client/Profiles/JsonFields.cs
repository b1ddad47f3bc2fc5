using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Profiles;

/// <summary>The values of one object in a file, each read as what it has to be.</summary>
internal sealed class JsonFields(PlacedJson json, JsonObject node, params string[] path)
{
    public JsonObject Node => node;

    public IEnumerable<string> Keys => node.Select(p => p.Key);

    public Dhis2InputException Fault(string what, string key) => json.Fault(what, [.. path, key]);

    public string? Text(string key) => node[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : throw Fault($"{key} is empty.", key),
        _ => throw Fault($"{key} has to be a text.", key),
    };

    public string Required(string key) => Text(key) ?? throw Fault($"{key} is missing.", key);

    public bool Flag(string key) => node[key]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw Fault($"{key} has to be true or false.", key),
    };

    public T? Word<T>(string key, Dictionary<string, T> words)
        where T : struct
    {
        if (Text(key) is not { } text)
            return null;
        return words.TryGetValue(text, out var word) ? word : throw Fault($"{key} has to be one of {string.Join(", ", words.Keys)}.", key);
    }

    public Uri? Address(string key)
    {
        if (Text(key) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw Fault($"{key} is no web address.", key);
    }

    /// <summary>The address of a server; whether it may be plain http is for whoever connects to say.</summary>
    public Uri Server(string key)
    {
        Required(key);
        try
        {
            return ServerUri.Check(Address(key), allowUnencrypted: true);
        }
        catch (Dhis2InputException e) when (e.ErrorId != "Damaged")
        {
            throw Fault(e.Message, key);
        }
    }

    public JsonFields? Object(string key) => node[key] switch
    {
        null => null,
        JsonObject inner => new JsonFields(json, inner, [.. path, key]),
        _ => throw Fault($"{key} has to be an object.", key),
    };
}
