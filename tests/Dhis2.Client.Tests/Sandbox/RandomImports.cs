using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Sandbox;

/// <summary>The recorded random imports of a version, and a store that holds what the real server's did.</summary>
internal sealed class RandomImports
{
    private readonly JsonObject _recording;
    private readonly ValueMetadata _metadata;

    // The recordings were made on this day; what is a period of the future depends on it.
    private static readonly DateTime s_recordedAt = new(2026, 11, 22, 14, 0, 0, DateTimeKind.Utc);

    public RandomImports(Dialect dialect)
    {
        Dialect = dialect;
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", dialect.Number() + ".zip"));
        using var stream = zip.GetEntry("random-imports.json")!.Open();
        _recording = JsonNode.Parse(stream)!.AsObject();
        _metadata = new ValueMetadata(Country.Load(new SandboxOptions { Dialect = dialect }));
        foreach (var row in _recording["stored"]!.AsArray())
            Put(row!.AsArray());
    }

    public Dialect Dialect { get; }

    public ValueStore Store { get; } = new(null);

    public IEnumerable<JsonObject> Cases => _recording["cases"]!.AsArray().Select(item => item!.AsObject());

    /// <summary>Sends a case through the import; the answer as the endpoint would give it.</summary>
    public (int Status, JsonNode? Answer) Import(JsonObject item)
    {
        var query = item["query"]!.AsArray().ToDictionary(pair => (string)pair![0]!, pair => (string)pair![1]!);
        var options = ImportOptions.Read(name => query.GetValueOrDefault(name), out _);
        var run = new ImportRun(_metadata, Store, options, new ValueUser("admin", "M5zQapPyTZI", true, []), s_recordedAt, Dialect);
        try
        {
            var outcome = run.Import(() => JsonPayload.Read(JsonSerializer.SerializeToUtf8Bytes(item["payload"]), Dialect));
            return (outcome.HttpStatus(Dialect), outcome.ToMessage(options, Dialect));
        }
        catch (UnreadableBodyException e)
        {
            return (e.Status, new JsonObject { ["message"] = e.Text });
        }
    }

    /// <summary>The store as the recording writes it, one line a value.</summary>
    public static HashSet<string> Lines(IEnumerable<KeyValuePair<ValueKey, StoredValue>> values) => [.. values.Select(pair => Line(pair.Key, pair.Value))];

    /// <summary>Takes back what an import did.</summary>
    public void Reset(IReadOnlyDictionary<ValueKey, StoredValue> before)
    {
        foreach (var key in Store.Written.Keys.Except(before.Keys).ToList())
            Store.Remove(key);
        foreach (var (key, value) in before)
            Store.Put(key, value);
    }

    /// <summary>Makes the store what it was after a case on the real server.</summary>
    public void Correct(JsonObject item)
    {
        foreach (var row in item["gone"]!.AsArray())
            Store.Remove(KeyOf(row!.AsArray()));
        foreach (var row in item["new"]!.AsArray())
            Put(row!.AsArray());
    }

    public static string Line(JsonArray row) => Line(KeyOf(row), ValueOf(row));

    private static string Line(ValueKey key, StoredValue value) => $"{key} {value.Value} / {value.Comment} / {value.FollowUp} / {value.Deleted}";

    private void Put(JsonArray row) => Store.Put(KeyOf(row), ValueOf(row));

    private static ValueKey KeyOf(JsonArray row)
    {
        var period = PeriodCalendar.Containing((string)row[2]!, DateOnly.ParseExact((string)row[1]!, "yyyy-MM-dd"));
        return new ValueKey((string)row[0]!, period.Iso, (string)row[3]!, (string)row[4]!, (string)row[5]!);
    }

    private static StoredValue ValueOf(JsonArray row) =>
        new() { Value = (string?)row[6], Comment = (string?)row[7], FollowUp = (bool?)row[8] ?? false, Deleted = (bool)row[9]! };
}
