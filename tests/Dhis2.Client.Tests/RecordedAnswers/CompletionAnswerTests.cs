using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Completion;
using Dhis2.Client.Imports;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered about completions, through the client's readers and its judge.</summary>
public sealed class CompletionAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Lists() => Of("GET");

    public static TheoryData<string, string, string> Imports() => Of("POST");

    public static TheoryData<string, string, string> Deletions() => Of("DELETE");

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_is_read_whole_or_is_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var read = new List<DataSetCompletion>();
        async Task ReadAsync()
        {
            // No org unit is looked up for a group.
            var query = new DataSetCompletionQuery { DataSets = ["any"], Periods = ["201505"], OrgUnitGroups = ["any"] };
            await foreach (var batch in new DataSetCompletionReader(RecordedAnswer.Caller(exchange), (_, _) => { }).ReadAsync(query, Stop))
                read.AddRange(batch);
        }
        if (exchange.Response.Status != 200)
        {
            var error = await Assert.ThrowsAsync<Dhis2ApiException>(ReadAsync);
            Assert.Equal((exchange.Response.Status, (string?)RecordedAnswer.Json(exchange)!["errorCode"]), (error.StatusCode, error.ErrorCode));
            return;
        }
        await ReadAsync();
        var recorded = RecordedAnswer.Json(exchange)!["completeDataSetRegistrations"]?.AsArray() ?? [];
        Assert.Equal(recorded.Select(row => Expected(row!)), read.Select(Actual));
    }

    [Theory]
    [MemberData(nameof(Imports))]
    public void An_import_is_judged_by_what_it_counts(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var rows = Rows(exchange.Request.Body.Json);
        var answer = CompletionAnswer.Read(exchange.Response.Status, RecordedAnswer.Body(exchange));
        var verdict = CompletionJudge.Judge(rows, answer);
        var json = RecordedAnswer.Json(exchange);
        var response = json?["response"];
        var counts = response?["importCount"];
        if (counts is null)
        {
            // Refused before a row was looked at.
            Assert.Equal((exchange.Response.Status, VerdictKind.Failed), (406, verdict.Kind));
            return;
        }
        var (stored, ignored) = ((int)counts["imported"]! + (int)counts["updated"]! + (int)counts["deleted"]!, (int)counts["ignored"]!);
        if (stored + ignored == 0)
        {
            // It broke off, at no row or at any.
            Assert.Equal(VerdictKind.Unknown, verdict.Kind);
            Assert.Contains((string)response!["description"]!, verdict.Reason, StringComparison.Ordinal);
        }
        else if (ignored == 0)
        {
            Assert.Equal((VerdictKind.Settled, rows.Count, 0), (verdict.Kind, verdict.Counted!.Value.Total, verdict.Rejected.Count));
        }
        else if (stored == 0)
        {
            Assert.Equal((VerdictKind.Settled, rows.Count, 0), (verdict.Kind, verdict.Rejected.Count, verdict.Counted!.Value.Total));
            foreach (var conflict in response!["conflicts"]!.AsArray())
                Assert.Contains((string)conflict!["value"]!, verdict.Rejected[0].Message, StringComparison.Ordinal);
        }
        else
        {
            // Some are ignored, and which is not said: only the store tells.
            Assert.Equal((VerdictKind.ReadBack, stored), (verdict.Kind, verdict.Counted!.Value.Total));
        }
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public void What_the_store_lacks_of_a_partial_import_is_rejected_for_the_reason_that_names_it(string version)
    {
        var exchange = RecordedAnswer.Find(version, "data-values", "registration-partial");
        var rows = Rows(exchange.Request.Body.Json);
        var answer = CompletionAnswer.Read(exchange.Response.Status, RecordedAnswer.Body(exchange));
        var verdict = CompletionJudge.Judge(rows, answer, [Finding.Agrees, Finding.Missing, Finding.Missing, Finding.Agrees])!;
        Assert.Equal(VerdictKind.Settled, verdict.Kind);
        Assert.Equal([1, 2], verdict.Rejected.Keys.Order());
        // Both ids are the same one, and each row has one of the two faults.
        Assert.All(verdict.Rejected.Values, reason => Assert.Contains("abcdefghijk", reason.Message, StringComparison.Ordinal));
        Assert.Equal((1L, 1L, 0L), (verdict.Counted!.Value.Imported, verdict.Counted.Value.Updated, verdict.Counted.Value.Unchanged));
        // Where the store lacks more than the server ignored, nobody knows.
        Assert.Null(CompletionJudge.Judge(rows, answer, [Finding.Missing, Finding.Missing, Finding.Missing, Finding.Agrees]));
        // Where it lacks less, an ignored row was registered before.
        var fewer = CompletionJudge.Judge(rows, answer, [Finding.Agrees, Finding.Missing, Finding.Agrees, Finding.Agrees])!;
        Assert.Equal((1, 1L), (fewer.Rejected.Count, fewer.Counted!.Value.Unchanged));
    }

    [Theory]
    [MemberData(nameof(Deletions))]
    public async Task A_removal_is_done_or_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var handler = new AnsweringHandler(request => request.Method == "DELETE" ? RecordedAnswer.Response(exchange) : AnsweringHandler.Json("{}"));
        var removing = new DataSetCompletionRemover(TestSession.CallerOf(handler, RecordedAnswer.Release(exchange)))
            .RemoveAsync(new DataSetCompletion { DataSet = "J33aMjt3IoU", Period = "201505", OrgUnit = "OspiCZXWiTj" }, withChildren: false, Stop);
        if (exchange.Response.Status == 204)
            await removing;
        else
            Assert.Contains((string)RecordedAnswer.Json(exchange)!["message"]!, (await Assert.ThrowsAsync<Dhis2ApiException>(() => removing)).Message, StringComparison.Ordinal);
        Assert.Equal("?ds=J33aMjt3IoU&pe=201505&ou=OspiCZXWiTj", handler.Requests.Single(request => request.Method == "DELETE").Uri.Query);
    }

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("""{"completeDataSetRegistrations":[{"dataSet":"J33aMjt3IoU","period":"201505","organisationUnit":"OspiCZXWiTj"}]}""", false, typeof(Dhis2NotDoneException))]
    [InlineData(null, false, typeof(Dhis2UnknownOutcomeException))]
    [InlineData("{}", true, typeof(Dhis2UnknownOutcomeException))]
    public async Task A_removal_whose_answer_was_lost_is_looked_up(string? held, bool withChildren, Type? error)
    {
        var handler = new AnsweringHandler(request => request.Uri.AbsolutePath.EndsWith("categoryOptionCombos", StringComparison.Ordinal) ? AnsweringHandler.Json("""{"categoryOptionCombos":[{"id":"HllvX50cXC0"}]}""")
            : request.Method == "DELETE" || held is null ? throw new HttpRequestException("broken") : AnsweringHandler.Json(held));
        var completion = new DataSetCompletion { DataSet = "J33aMjt3IoU", Period = "201505", OrgUnit = "OspiCZXWiTj" };
        var fault = await Record.ExceptionAsync(() => new DataSetCompletionRemover(TestSession.CallerOf(handler)).RemoveAsync(completion, withChildren, Stop));
        Assert.Equal(error, fault?.GetType());
        Assert.Equal(fault is null ? null : completion, (fault as Dhis2Exception)?.Item);
    }

    [Fact]
    public async Task A_removal_that_the_server_took_and_that_cannot_be_looked_up_is_told_as_unknown()
    {
        var handler = new AnsweringHandler(request => request.Method == "DELETE" ? new HttpResponseMessage(System.Net.HttpStatusCode.NoContent)
            : request.Uri.AbsolutePath.EndsWith("categoryOptionCombos", StringComparison.Ordinal) ? AnsweringHandler.Json("""{"categoryOptionCombos":[{"id":"HllvX50cXC0"}]}""") : AnsweringHandler.Status(409, "no look"));
        var error = await Assert.ThrowsAsync<Dhis2UnknownOutcomeException>(() => new DataSetCompletionRemover(TestSession.CallerOf(handler))
            .RemoveAsync(new DataSetCompletion { DataSet = "J33aMjt3IoU", Period = "201505", OrgUnit = "OspiCZXWiTj" }, withChildren: false, Stop));
        Assert.Contains("It is not known whether the completion J33aMjt3IoU 201505 OspiCZXWiTj was removed.", error.Message, StringComparison.Ordinal);
        Assert.Contains("no look", error.Message, StringComparison.Ordinal);
    }

    private static List<CompletionRow> Rows(JsonNode? body) =>
        [.. (body as JsonObject)?["completeDataSetRegistrations"]?.AsArray().Select((row, i) => new CompletionRow(new DataSetCompletion
        {
            DataSet = (string?)row!["dataSet"],
            Period = (string?)row["period"],
            OrgUnit = (string?)row["organisationUnit"],
            Completed = (bool?)row["completed"] ?? true,
        }, i + 1)) ?? []];

    private static string Expected(JsonNode row) =>
        string.Join('|', row["dataSet"], row["period"], row["organisationUnit"], row["attributeOptionCombo"], row["completed"], row["date"], row["storedBy"]);

    private static string Actual(DataSetCompletion c) => string.Join(
        '|', c.DataSet, c.Period, c.OrgUnit, c.AttributeOptionCombo, c.Completed ? "true" : "false", c.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), c.StoredBy);

    private static TheoryData<string, string, string> Of(string method) => RecordedAnswer.Rows(
        e => e.Request.Method == method && RecordedAnswer.PathOf(e) == "/api/completeDataSetRegistrations" && e.Response.MediaType != "application/xml", "data-values");
}
