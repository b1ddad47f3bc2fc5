using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SystemInfo;

/// <summary>The settings of a server: those its version has, with the defaults that were recorded, and what was set since.</summary>
internal sealed class SettingStore
{
    private static readonly string[] s_confidential = ["keyEmailPassword", "keyRemoteInstancePassword"];
    private static readonly IReadOnlyList<Row> s_rows = Read();

    private readonly Dialect _dialect;
    private readonly Dictionary<string, JsonNode> _defaults;
    private readonly HashSet<string> _known;
    private readonly Dictionary<string, JsonNode> _set = new(StringComparer.Ordinal);

    public SettingStore(Dialect dialect)
    {
        _dialect = dialect;
        _defaults = s_rows.Where(r => r.Versions.Contains((int)dialect)).ToDictionary(r => r.Key, r => JsonNode.Parse(r.Default)!, StringComparer.Ordinal);
        _known = [.. _defaults.Keys, .. s_confidential];
        // Before 2.42 a setting without a default is on no list until it is set.
        if (dialect <= Dialect.V41)
            _known.UnionWith(s_rows.Where(r => r.Default is "\"\"" || r.Default.StartsWith("\"1970", StringComparison.Ordinal)).Select(r => r.Key));
    }

    public bool IsKnown(string key) => _known.Contains(key);

    /// <summary>What a setting holds; null where nothing is set, or where it is confidential.</summary>
    public JsonNode? Get(string key)
    {
        lock (_set)
            return s_confidential.Contains(key) ? null : (_set.GetValueOrDefault(key) ?? _defaults.GetValueOrDefault(key))?.DeepClone();
    }

    /// <summary>All that hold something and are shown.</summary>
    public JsonObject List()
    {
        lock (_set)
            return new JsonObject(_defaults.Keys.Union(_set.Keys).Except(s_confidential).Select(k => KeyValuePair.Create(k, Get(k))));
    }

    public void Set(string key, string text)
    {
        lock (_set)
            _set[key] = Typed(key, text);
    }

    public void Reset(string key)
    {
        lock (_set)
            _set.Remove(key);
    }

    /// <summary>The text as what the setting is made of.</summary>
    /// <exception cref="WebMessageException">It is something else.</exception>
    public JsonNode Typed(string key, string text) => _defaults.GetValueOrDefault(key)?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : throw BadType(key, text),
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : throw BadType(key, text),
        _ => JsonValue.Create(text),
    };

    private WebMessageException BadType(string key, string text) => _dialect <= Dialect.V41
        ? new WebMessageException(400, $"For input string: \"{text}\"")
        : new WebMessageException(400, $"Not a valid value for setting {key}: {text}", "E1003");

    private static List<Row> Read()
    {
        using var stream = typeof(SettingStore).Assembly.GetManifestResourceStream("settings.tsv")!;
        using var reader = new StreamReader(stream);
        var rows = new List<Row>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            rows.Add(new Row(parts[0], [.. parts[1].Split(',').Select(v => int.Parse(v, CultureInfo.InvariantCulture))], parts[2]));
        }
        return rows;
    }

    private sealed record Row(string Key, int[] Versions, string Default);
}
