using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Imports;
using Dhis2.Client.Jobs;
using Dhis2.Client.Metadata;
using Dhis2.Client.Metadata.Import;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered to metadata imports, through the client's reader and its judge.</summary>
public sealed class MetadataImportAnswerTests
{
    public static TheoryData<string, string, string> Imports() => RecordedAnswer.Rows(
        e => e.Request.Method == "POST" && RecordedAnswer.PathOf(e) == "/api/metadata" && e.Request.Body.Json is JsonObject body && !body.ContainsKey("$counts")
            && !e.Request.Path.Contains("async=", StringComparison.Ordinal) && !e.Request.Path.Contains("classKey", StringComparison.Ordinal),
        "metadata-import", "metadata-fresh");

    /// <summary>Imports behind which the recording shows what is stored.</summary>
    public static TheoryData<string, string, string> Shown()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var version in RecordingArchive.Versions)
        {
            foreach (var name in new[] { "validate", "strategy-create", "mode-unknown", "atomic-all", "atomic-none", "atomic-none-missing", "atomic-none-optional", "atomic-none-create", "error-same-uid-twice" })
                rows.Add(version, "metadata-import", name);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Imports))]
    public void Every_object_has_a_fate_and_no_more_are_called_stored_than_the_server_counts(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var (rows, answer, judgement) = Judge(exchange);
        var verdict = judgement.Verdict;
        var report = RecordedAnswer.Json(exchange)?["response"];
        var stats = report?["stats"];
        var stored = stats is null ? 0 : (long)stats["created"]! + (long)stats["updated"]! + (long)stats["deleted"]!;
        if (stats is null)
        {
            // No report: the import broke off, and all of it was taken back.
            Assert.Equal((VerdictKind.Settled, rows.Count), (verdict.Kind, verdict.Rejected.Count));
            Assert.Contains(FirstLine(RecordedAnswer.Json(exchange)!["message"] ?? "HTTP 500"), verdict.Rejected[0].Message, StringComparison.Ordinal);
            return;
        }
        if (verdict.Kind == VerdictKind.Settled)
        {
            Assert.Equal(rows.Count, verdict.Rejected.Count + (int)verdict.Counted!.Value.Total);
            Assert.Equal(stored, verdict.Counted.Value.Total);
        }
        else
        {
            // Lists that the server passes over, and objects that it leaves out without a word, are for the store to tell.
            Assert.Equal(VerdictKind.ReadBack, verdict.Kind);
            Assert.NotEqual(rows.Count, answer.Stored);
        }
        var told = judgement.Faults.Values.SelectMany(faults => faults).Concat(judgement.Strangers).Select(fault => fault.Message).ToList();
        Assert.All(Messages(report), message => Assert.Contains(message, told));
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void What_is_called_stored_is_what_the_server_shows_afterwards(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var shown = RecordedAnswer.Json(RecordedAnswer.Find(version, area, $"{name}-stored"))!["dataElements"]!.AsArray().Select(item => (string)item!["code"]!).ToHashSet();
        var (rows, _, judgement) = Judge(exchange);
        Assert.Equal(VerdictKind.Settled, judgement.Verdict.Kind);
        var isTrial = exchange.Request.Path.Contains("VALIDATE", StringComparison.Ordinal);
        // The recording looks for the objects that were not there before.
        var asked = Uri.UnescapeDataString(RecordedAnswer.Find(version, area, $"{name}-stored").Request.Path);
        for (var i = 0; i < rows.Count; i++)
        {
            if (asked.Contains(rows[i].Id!, StringComparison.Ordinal))
                Assert.Equal(shown.Contains(CodeOf(exchange, i)), !judgement.Verdict.Rejected.ContainsKey(i) && !isTrial);
        }
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public void An_object_is_known_by_its_id_where_the_index_is_another(string version)
    {
        // The index of an object that exists already, and of one that is in use, is beyond the list.
        var existing = Judge(RecordedAnswer.Find(version, "metadata-import", "strategy-create")).Judgement;
        Assert.Equal([0], existing.Faults.Keys);
        Assert.Equal([1], existing.Consequences);
        Assert.Contains("another object was refused", existing.Verdict.Rejected[1].Message, StringComparison.Ordinal);
        var used = Judge(RecordedAnswer.Find(version, "metadata-import", "delete-both")).Judgement;
        Assert.Equal([0], used.Verdict.Rejected.Keys);
        Assert.Equal(1, used.Verdict.Counted!.Value.Deleted);
        // Known by its code: the server names the id that it has there.
        var byCode = Judge(RecordedAnswer.Find(version, "metadata-import", "by-code-unknown")).Judgement;
        Assert.Equal([0], byCode.Faults.Keys);
        Assert.Empty(byCode.Strangers);
        var twice = Judge(RecordedAnswer.Find(version, "metadata-import", "error-references")).Judgement;
        Assert.Equal(["E5002", "E5002"], twice.Faults[1].Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public void An_object_that_is_stored_without_a_reference_is_not_called_rejected(string version)
    {
        var exchange = RecordedAnswer.Find(version, "metadata-import", "atomic-none-optional");
        var judgement = Judge(exchange).Judgement;
        Assert.Empty(judgement.Verdict.Rejected);
        Assert.Equal([1], judgement.StoredWithFaults);
        Assert.Equal(2, judgement.Verdict.Counted!.Value.Imported);
    }

    [Fact]
    public void Where_the_numbers_do_not_tell_which_objects_are_stored_the_store_does()
    {
        var rows = Rows(JsonNode.Parse("""{"dataElements":[{"id":"h2lF4hwz3Ty"},{"id":"Zx9lIny0wDJ"},{"id":"T1GtVgaVLHa"}]}""")!.AsObject());
        var answer = MetadataAnswer.Read(409, Encoding.UTF8.GetBytes("""
            {"status":"WARNING","message":"m","response":{"status":"WARNING","stats":{"created":2,"updated":0,"deleted":0,"ignored":1,"total":3},"typeReports":[{"klass":"a.DataElement","stats":{"created":2},
            "objectReports":[{"klass":"a.DataElement","index":0,"uid":"h2lF4hwz3Ty","errorReports":[{"errorCode":"E5002","message":"one"}]},{"klass":"a.DataElement","index":1,"uid":"Zx9lIny0wDJ","errorReports":[{"errorCode":"E5002","message":"two"}]}]}]}}
            """));
        var options = new MetadataImportOptions { AtomicMode = MetadataAtomicMode.None };
        var open = MetadataJudge.Judge(rows, answer, options);
        Assert.Equal(VerdictKind.ReadBack, open.Verdict.Kind);
        Assert.Equal([0, 1], open.Doubtful);
        var settled = MetadataJudge.Judge(rows, answer, options, index => index == 1);
        Assert.Equal((VerdictKind.Settled, "one"), (settled.Verdict.Kind, settled.Verdict.Rejected[0].Message));
        Assert.Equal([1], settled.StoredWithFaults);
        // Where the store holds another number than the server counts, nobody is called rejected.
        Assert.Equal(VerdictKind.ReadBack, MetadataJudge.Judge(rows, answer, options, _ => false).Verdict.Kind);
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public void The_summary_of_a_task_is_the_account_of_its_objects(string version)
    {
        var good = ReadTask(version, "async");
        Assert.Equal(("SUCCESS", 2L, 2L), (good.Status, good.Total, good.Imported));
        var bad = ReadTask(version, "async-error");
        Assert.Equal(("ERROR", 0L, bad.Total), (bad.Status, bad.Imported, bad.Rejected));
        Assert.Equal("E5002", bad.Problems.First(problem => !problem.IsConsequence).Code);
    }

    private static MetadataImportReport ReadTask(string version, string name)
    {
        using var summary = JsonDocument.Parse(RecordedAnswer.Body(RecordedAnswer.Find(version, "metadata-import", $"{name}-summary")));
        var rows = Rows((JsonObject)RecordedAnswer.Find(version, "metadata-import", name).Request.Body.Json!);
        var end = new JobEnd { Task = new ServerTask("METADATA_IMPORT", "tZuRgD2c8hy"), Status = "COMPLETED", Summary = summary.RootElement };
        return Assert.IsType<MetadataImportReport>(new MetadataTaskReader(rows, new MetadataImportOptions()).Read(end).Report);
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    public void A_server_that_lacks_its_caches_is_recognised(string version)
    {
        var exchange = RecordedAnswer.Find(version, "metadata-fresh", "set-import");
        Assert.True(MissingCache.IsReason(MetadataAnswer.Read(exchange.Response.Status, RecordedAnswer.Body(exchange)).Message));
        var other = RecordedAnswer.Find(version, "metadata-import", "skip-validation");
        Assert.False(MissingCache.IsReason(MetadataAnswer.Read(other.Response.Status, RecordedAnswer.Body(other)).Message));
    }

    private static (IReadOnlyList<MetadataRow> Rows, MetadataAnswer Answer, MetadataJudgement Judgement) Judge(RecordedExchange exchange)
    {
        var rows = Rows((JsonObject)exchange.Request.Body.Json!);
        var answer = MetadataAnswer.Read(exchange.Response.Status, RecordedAnswer.Body(exchange));
        return (rows, answer, MetadataJudge.Judge(rows, answer, OptionsOf(exchange)));
    }

    // An import in parts, the judge would have cut: that nothing is stored is the same for both.
    private static MetadataImportOptions OptionsOf(RecordedExchange exchange) => new()
    {
        Validate = exchange.Request.Path.Contains("VALIDATE", StringComparison.Ordinal),
        Strategy = exchange.Request.Path.Contains("DELETE", StringComparison.Ordinal) ? MetadataImportStrategy.Delete : default,
        Identifier = exchange.Request.Path.Contains("identifier=", StringComparison.Ordinal) ? MetadataIdentifier.Code : default,
    };

    private static List<MetadataRow> Rows(JsonObject body)
    {
        var spool = new ObjectSpool();
        var rows = new List<MetadataRow>();
        foreach (var (list, items) in body)
        {
            var objects = items as JsonArray ?? [items as JsonObject is { } one && list.EndsWith('s') ? one.DeepClone() : null];
            foreach (var item in objects.OfType<JsonObject>().Where(_ => list != "system"))
                rows.Add(Row(MetadataType.Of(list), item));
        }
        return rows;

        MetadataRow Row(MetadataType type, JsonObject item)
        {
            var utf8 = Encoding.UTF8.GetBytes(item.ToJsonString());
            return new MetadataRow(type, (string?)item["id"], spool, spool.Add(utf8), utf8.Length);
        }
    }

    private static string CodeOf(RecordedExchange exchange, int index) => (string)exchange.Request.Body.Json!["dataElements"]![index]!["code"]!;

    private static IEnumerable<string> Messages(JsonNode? report) => report?["typeReports"]?.AsArray()
        .SelectMany(type => type!["objectReports"]?.AsArray() ?? [])
        .SelectMany(item => item!["errorReports"]!.AsArray())
        .Select(error => (string)error!["message"]!) ?? [];

    private static string FirstLine(JsonNode message) => ((string)message!).Split('\n')[0].Trim();
}
