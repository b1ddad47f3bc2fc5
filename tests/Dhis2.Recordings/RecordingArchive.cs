using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Dhis2.Recordings;

/// <summary>The recorded exchanges of one server version; an area is read when it is first asked for.</summary>
public sealed class RecordingArchive
{
    private static readonly ConcurrentDictionary<string, RecordingArchive> s_open = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<RecordedExchange>>> _areas = new(StringComparer.Ordinal);
    private readonly string _file;

    private RecordingArchive(string version)
    {
        Version = version;
        _file = Path.Combine(AppContext.BaseDirectory, "Recordings", version + ".zip");
        using var zip = ZipFile.OpenRead(_file);
        Areas = [.. zip.Entries.Select(e => Path.GetFileNameWithoutExtension(e.Name)).Where(a => !a.StartsWith("random-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Versions { get; } = ["2.40", "2.41", "2.42", "2.43"];

    public string Version { get; }

    public IReadOnlyList<string> Areas { get; }

    /// <summary>The archive of a version, as 2.42; opened once.</summary>
    public static RecordingArchive Open(string version) => s_open.GetOrAdd(version, v => new RecordingArchive(v));

    /// <summary>The exchanges of an area in the order they were sent; none where the version has no such area.</summary>
    public IReadOnlyList<RecordedExchange> Area(string area) =>
        Areas.Contains(area) ? _areas.GetOrAdd(area, a => new Lazy<IReadOnlyList<RecordedExchange>>(() => Read(a))).Value : [];

    public RecordedExchange? Find(string area, string name) => Area(area).FirstOrDefault(e => e.Name == name);

    /// <summary>The JSON of an area as it stands in the archive, for the areas of other shape (random-imports, ...).</summary>
    public JsonObject Raw(string area)
    {
        using var zip = ZipFile.OpenRead(_file);
        using var stream = zip.GetEntry(area + ".json")!.Open();
        return JsonNode.Parse(stream)!.AsObject();
    }

    private List<RecordedExchange> Read(string area)
    {
        var exchanges = Raw(area)["exchanges"]!.AsArray();
        SameReferences.Resolve(exchanges);
        return [.. exchanges.Select(e => Read(area, e!.AsObject()))];
    }

    private RecordedExchange Read(string area, JsonObject json)
    {
        var request = json["request"]!;
        var response = json["response"]!;
        var headers = request["headers"]!.AsObject().ToDictionary(h => h.Key, h => (string)h.Value!, StringComparer.OrdinalIgnoreCase);
        return new RecordedExchange(
            Version, area, (string)json["name"]!, (string?)json["note"] ?? "", (double?)json["at"] ?? 0,
            new RecordedRequest((string)request["method"]!, PathAbbreviation.Expand((string)request["path"]!), headers, RecordedBody.Read(request["body"], textIsRaw: true), (string?)request["packed"]),
            new RecordedResponse(
                (int)response["status"]!,
                [.. response["headers"]!.AsArray().Select(h => KeyValuePair.Create((string)h![0]!, (string)h[1]!))],
                RecordedBody.Read(response["body"], textIsRaw: false)));
    }
}
