using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports;
using Dhis2.Csv;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded answers to ADX: every row of the request is accounted for, or nothing is stored; what the server left out without a position is found by what it says.</summary>
public sealed class AdxAnswerTests
{
    public static TheoryData<string, string, string> Imports() => RecordedAnswer.Rows(IsImport, "data-values");

    [Theory]
    [MemberData(nameof(Imports))]
    public async Task An_answer_settles_every_row_or_says_that_nothing_is_stored(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var batch = await BatchAsync(exchange);
        var verdict = Judge(exchange, batch);
        if (verdict.Kind != VerdictKind.Settled)
        {
            Assert.NotEqual(200, exchange.Response.Status);
            Assert.Null(verdict.Counted);
            return;
        }
        Assert.Equal(batch.Rows.Count, verdict.Counted!.Value.Total + verdict.Rejected.Count);
        var counts = exchange.Response.Body.Json!["response"]!["importCount"]!;
        Assert.Equal((int)counts["imported"]! + (int)counts["updated"]!, verdict.Counted.Value.Imported + verdict.Counted.Value.Updated);
        Assert.Equal((int)counts["ignored"]!, verdict.Counted.Value.Unchanged + verdict.Rejected.Count);
    }

    [Theory]
    [InlineData("adx-unknown-option", "2.40", "Settled", "ADX Error", 0)]
    [InlineData("adx-unknown-option", "2.41", "Settled", "ADX Error", 0)]
    [InlineData("adx-unknown-option", "2.42", "Refused", "ADX Error", 0)]
    [InlineData("adx-unknown-option", "2.43", "Refused", "E8108", 0)]
    [InlineData("adx-unknown-element", "2.40", "Settled", "ADX Error", 1)]
    [InlineData("adx-unknown-element", "2.41", "Settled", "ADX Error", 1)]
    [InlineData("adx-unknown-element", "2.42", "Refused", "ADX Error", 1)]
    [InlineData("adx-unknown-element", "2.43", "Refused", "E8103", 1)]
    [InlineData("adx-group-attribute-missing", "2.40", "Refused", "ADX Error", 0)]
    [InlineData("adx-group-attribute-missing", "2.42", "Refused", "ADX Error")]
    [InlineData("adx-group-attribute-missing", "2.43", "Refused", "E8023")]
    [InlineData("adx-group-attribute", "2.43", "Refused", "E8110", 0)]
    [InlineData("adx-codes", "2.43", "Refused", "E8108", 0)]
    [InlineData("adx-two-groups", "2.40", "Settled", "E7619", 1, 2)]
    [InlineData("adx-two-groups", "2.43", "Settled", "E8122", 1, 2)]
    [InlineData("adx-two-sets", "2.42", "Settled", "E7619", 1, 2)]
    [InlineData("adx-bad-group", "2.43", "Unknown", null)]
    [InlineData("roundtrip-adx", "2.43", "Refused", "E8110", 0, 1, 2, 3, 4)]
    public async Task The_rows_at_fault_are_found(string name, string version, string kind, string? code, params int[] rows)
    {
        var exchange = RecordedAnswer.Find(version, "data-values", name);
        var verdict = Judge(exchange, await BatchAsync(exchange));
        Assert.Equal(kind, verdict.Kind.ToString());
        Assert.Equal(rows, verdict.Rejected.Keys.Order());
        Assert.All(verdict.Rejected.Values, conflict => Assert.Equal(code, conflict.Code));
    }

    // Positions count without the rows that were left out before.
    [Fact]
    public async Task Positions_hold_for_the_rows_that_are_left()
    {
        var exchange = RecordedAnswer.Find("2.40", "data-values", "adx-unknown-option");
        var batch = await BatchAsync(exchange);
        var answer = new ImportAnswer
        {
            HttpStatus = 409,
            Status = "WARNING",
            Ignored = 2,
            RejectedIndexes = [0],
            Conflicts = [new ServerConflict("Invalid attributes: {CAT_AGE=NOPE, CAT_SEX=CO_F}", AdxJudge.Fault, [], null), new ServerConflict("bad", "E7619", [0], null)],
        };
        var verdict = AdxJudge.Judge(batch, answer);
        Assert.Equal((VerdictKind.Settled, "E7619"), (verdict.Kind, verdict.Rejected[1].Code));
        Assert.Equal([0, 1], verdict.Rejected.Keys.Order());
    }

    [Fact]
    public async Task A_fault_that_names_nothing_is_read_back_or_sent_in_smaller_requests_and_never_a_success()
    {
        var answer = new ImportAnswer { HttpStatus = 200, Status = "SUCCESS", Updated = 1, Ignored = 1, Conflicts = [new ServerConflict("Category combo X must have Y", AdxJudge.Fault, [], null)] };
        var byCombos = AdxJudge.Judge(await BatchAsync(RecordedAnswer.Find("2.40", "data-values", "adx-default-combo")), answer);
        Assert.Equal((VerdictKind.ReadBack, 0), (byCombos.Kind, byCombos.Rejected.Count));
        var byCategories = AdxJudge.Judge(await BatchAsync(RecordedAnswer.Find("2.40", "data-values", "adx-unknown-option")), answer);
        Assert.Equal((VerdictKind.Unknown, null), (byCategories.Kind, byCategories.Counted));
    }

    private static Verdict Judge(RecordedExchange exchange, ImportBatch batch) =>
        AnswerJudge.Judge(batch, ImportAnswer.Read(exchange.Response.Status, RecordedAnswer.Body(exchange)), RecordedAnswer.Release(exchange) >= 43);

    // A period that is none of ADX is not sent, and from 2.43 on no request has two data sets.
    private static bool IsImport(RecordedExchange exchange) => exchange.Request.Method == "POST" && exchange.Request.Body.Text?.StartsWith("<adx", StringComparison.Ordinal) == true
        && exchange.Name != "adx-bad-period" && !(RecordedAnswer.Release(exchange) >= 43 && exchange.Name is ("adx-two-sets" or "adx-bad-group-last"));

    private static async Task<ImportBatch> BatchAsync(RecordedExchange exchange)
    {
        using var file = DataValueFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(exchange.Request.Body.Text!)), exchange.Name, new DataValueFileOptions { Csv = () => new CsvFormat() });
        var rows = new List<ImportRow>();
        await foreach (var items in file.ReadAsync(TestContext.Current.CancellationToken))
            rows.AddRange(items.Select(item => item.Row!));
        return new ImportBatch(rows, null, new ImportOptions { IsAdx = true });
    }
}
