using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Imports;
using Dhis2.Client.Jobs;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded answers to imports, as the sender of batches takes them: every row of the request is accounted for, or said to be open, or nothing is stored.</summary>
public sealed class ImportAnswerTests
{
    public static TheoryData<string, string, string> Imports() => RecordedAnswer.Rows(
        e => IsImport(e) && e.Request.Body.Json?["dataValues"] is JsonArray && e.Request.Body.IsWhole && !e.Request.Path.Contains("async=true", StringComparison.Ordinal),
        "data-values", "csrf", "auth");

    public static TheoryData<string, string, string> Starts() => RecordedAnswer.Rows(e => IsImport(e) && e.Request.Path.Contains("async=true", StringComparison.Ordinal), "data-values", "jobs");

    [Theory]
    [MemberData(nameof(Imports))]
    public async Task An_answer_settles_every_row_or_says_that_it_does_not(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var batch = Batch(exchange);
        var byGroup = RecordedAnswer.Release(exchange) >= 43;
        var request = new Dhis2Request("dataValueSets", HttpMethod.Post) { AcceptsStatus = status => status is 409 or 500 || (status == 400 && byGroup) };
        var sending = RecordedAnswer.Caller(exchange).ReadAsync(request, TestContext.Current.CancellationToken);
        if (exchange.Response.Status is 401 or 403 or 415 or (>= 300 and < 400) || (exchange.Response.Status == 400 && !byGroup))
        {
            await Assert.ThrowsAnyAsync<Dhis2Exception>(() => sending);
            return;
        }
        var answer = ImportAnswer.Read(exchange.Response.Status, await sending);
        var verdict = byGroup ? GroupWiseJudge.Judge(batch, answer) : RowWiseJudge.Judge(batch, answer);
        if (verdict.Kind == VerdictKind.Settled)
            IsSettled(exchange, batch, verdict, byGroup);
        else
            IsNotSettled(exchange, batch, verdict, byGroup);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_started_task_is_named(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var importer = new DataValueImporter(RecordedAnswer.Caller(exchange), new ImportOptions { DataSet = "BfMAe6Itzgt" });
        var row = new ImportRow(new DataValue { DataElement = "f7n9E0hX8qk", Period = "202401", OrgUnit = "DiszpKrYNg8", Value = "1" });
        importer.Add(row);
        var starting = importer.StartTasksAsync(TestContext.Current.CancellationToken);
        if (exchange.Response.Status >= 400)
        {
            await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => starting);
            return;
        }
        var task = Assert.Single(await starting);
        Assert.Equal((string?)exchange.Response.Body.Json!["response"]!["id"], task.Id);
        Assert.Equal("DATAVALUE_IMPORT", task.JobType);
        Assert.Equal(1, task.Rows);
        // The report of the rows that were sent, and not of positions.
        var left = Assert.IsType<ImportOutcomeReader>(task.OutcomeReader).Read(new JobEnd { Task = task });
        Assert.Same(row.Value, Assert.Single(Assert.IsType<DataValueImportReport>(left.Report).Problems).Row);
        Assert.Equal(0, (await importer.CompleteAsync(TestContext.Current.CancellationToken)).Total);
    }

    private static void IsSettled(RecordedExchange exchange, ImportBatch batch, Verdict verdict, bool byGroup)
    {
        var account = verdict.Counted!.Value;
        var summary = exchange.Response.Body.Json!["response"] ?? exchange.Response.Body.Json!;
        var rejected = summary["rejectedIndexes"]?.AsArray().Select(i => (int)i!).Distinct().ToList() ?? [];
        Assert.Equal(batch.Rows.Count, account.Total + verdict.Rejected.Count);
        Assert.Equal(rejected.Order(), verdict.Rejected.Keys.Order());
        Assert.All(verdict.Rejected.Values, c => Assert.NotEqual("", c.Message));
        var counts = summary["importCount"]!;
        if (byGroup)
        {
            var counted = batch.Options.Strategy == ImportStrategy.Delete ? (int)counts["deleted"]! : (int)counts["updated"]!;
            Assert.Equal(account.Updated + account.Deleted, counted + (batch.Options.Strategy == ImportStrategy.Delete ? 0 : (int)counts["deleted"]!));
            return;
        }
        Assert.Equal(((int)counts["imported"]!, (int)counts["updated"]!, (int)counts["deleted"]!), ((int)account.Imported, (int)account.Updated, (int)account.Deleted));
        Assert.Equal((int)counts["ignored"]!, account.Unchanged + verdict.Rejected.Count);
    }

    // What is not settled must not have said of any row that it went in.
    private static void IsNotSettled(RecordedExchange exchange, ImportBatch batch, Verdict verdict, bool byGroup)
    {
        var summary = exchange.Response.Body.Json?["response"];
        // Rows are counted, and a conflict that names none of them is still to be told.
        if (verdict.Counted is { } told)
        {
            Assert.Equal((VerdictKind.ReadBack, (long)batch.Rows.Count), (verdict.Kind, told.Total + verdict.Rejected.Count));
            Assert.NotEmpty(summary!["conflicts"]!.AsArray());
            return;
        }
        Assert.All(verdict.Rejected.Keys, i => Assert.InRange(i, 0, batch.Rows.Count - 1));
        if (summary?["importCount"] is not { } counts)
            return;
        var written = (int)counts["imported"]! + (int)counts["updated"]! + (int)counts["deleted"]!;
        var rejected = summary["rejectedIndexes"]?.AsArray().Count ?? 0;
        if (byGroup)
            Assert.NotEqual(batch.Rows.Count, written + rejected + (rejected == batch.Rows.Count ? 1 : 0));
        else
            Assert.True(written == 0 || written + rejected > batch.Rows.Count, $"{verdict.Reason}: {counts.ToJsonString()}");
    }

    private static bool IsImport(RecordedExchange exchange) => exchange.Request.Method == "POST" && RecordedAnswer.PathOf(exchange) == "/api/dataValueSets";

    private static ImportBatch Batch(RecordedExchange exchange)
    {
        var payload = exchange.Request.Body.Json!;
        var strategy = exchange.Request.Path.Contains("importStrategy=DELETE", StringComparison.Ordinal) ? ImportStrategy.Delete : ImportStrategy.CreateAndUpdate;
        var rows = payload["dataValues"]!.AsArray().Select((row, i) => new ImportRow(Row(row as JsonObject), line: i)).ToList();
        return new ImportBatch(rows, null, new ImportOptions { Strategy = strategy });
    }

    private static DataValue Row(JsonObject? row) => new()
    {
        DataElement = row?["dataElement"]?.ToString(),
        Period = row?["period"]?.ToString(),
        OrgUnit = row?["orgUnit"]?.ToString(),
        CategoryOptionCombo = row?["categoryOptionCombo"]?.ToString(),
        AttributeOptionCombo = row?["attributeOptionCombo"]?.ToString(),
        Value = row?["value"]?.ToString(),
        Deleted = row?["deleted"]?.ToString() == "true",
    };
}
