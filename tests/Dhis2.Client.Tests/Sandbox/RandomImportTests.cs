using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Sandbox;

/// <summary>The sandbox's imports against the truth: what real servers answered to random imports, and what they stored.</summary>
public sealed class RandomImportTests
{
    // Cases that come out otherwise than recorded, each with the reason. A line that is no longer needed fails the test.
    private static readonly Dictionary<(Dialect Dialect, int Case), string> s_differences = new()
    {
        [(Dialect.V43, 43)] = "the server lists the two org units of E8022 in an order of its own",
    };

    public static TheoryData<Dialect> EveryDialect => [.. Dialects.All];

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public void Random_imports_end_as_on_the_real_server(Dialect dialect)
    {
        var imports = new RandomImports(dialect);
        var wrong = new List<string>();
        foreach (var item in imports.Cases)
        {
            var number = (int)item["case"]!;
            var fault = Difference(imports, item);
            if (fault is null == s_differences.ContainsKey((dialect, number)))
                wrong.Add(fault is null ? $"case {number} agrees: its line is no longer needed" : $"case {number}: {fault}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static string? Difference(RandomImports imports, JsonObject item)
    {
        var kept = imports.Store.Written.ToDictionary();
        var (status, answer) = imports.Import(item);
        var (before, after) = (RandomImports.Lines(kept), RandomImports.Lines(imports.Store.Written));
        var stored = Compare("stored", Lines(item["new"]), after.Except(before));
        var lost = Compare("gone", Lines(item["gone"]), before.Except(after));
        imports.Reset(kept);
        imports.Correct(item);
        if (status != (int)item["status"]!)
            return $"status {status}, recorded {item["status"]}";
        var recorded = item["answer"]!["response"];
        var got = answer!["response"];
        return Compare(recorded, got, "status") ?? Compare(recorded, got, "importCount") ?? Compare(recorded, got, "rejectedIndexes")
            ?? Compare(recorded, got, "dataSetComplete") ?? Conflicts(recorded, got) ?? stored ?? lost;
    }

    private static IEnumerable<string> Lines(JsonNode? rows) => rows!.AsArray().Select(row => RandomImports.Line(row!.AsArray()));

    private static string? Compare(string what, IEnumerable<string> recorded, IEnumerable<string> got)
    {
        var (expected, actual) = (recorded.Order().ToList(), got.Order().ToList());
        return expected.SequenceEqual(actual) ? null : $"{what}: recorded {string.Join("; ", expected)}, got {string.Join("; ", actual)}";
    }

    private static string? Compare(JsonNode? recorded, JsonNode? got, string name) =>
        JsonNode.DeepEquals(recorded?[name], got?[name]) ? null : $"{name}: recorded {recorded?[name]?.ToJsonString()}, got {got?[name]?.ToJsonString()}";

    // All of a conflict, in any order.
    private static string? Conflicts(JsonNode? recorded, JsonNode? got)
    {
        static IEnumerable<string> Texts(JsonNode? response) => response?["conflicts"]?.AsArray().Select(conflict => Sorted(conflict!)) ?? [];
        return Compare("conflicts", Texts(recorded), Texts(got));
    }

    private static string Sorted(JsonNode conflict) =>
        string.Join(", ", conflict.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value?.ToJsonString()}"));
}
