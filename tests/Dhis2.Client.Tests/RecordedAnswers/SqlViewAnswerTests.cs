using System.Text.Json.Nodes;
using Dhis2.Client.Grids;
using Dhis2.Client.SqlViews;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>Recorded grids of SQL views through the client's reader: every cell of every row, or the error.</summary>
public sealed class SqlViewAnswerTests
{
    public static TheoryData<string, string, string> Grids() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && RecordedAnswer.PathOf(e).EndsWith("/data", StringComparison.Ordinal)
            && (e.Response.Body.Json is not null || e.Response.Body.IsEmpty || e.Response.Status >= 400 || e.Response.MediaType == "text/html"),
        "sql-views");

    [Theory]
    [MemberData(nameof(Grids))]
    public async Task A_grid_is_read_whole_or_refused(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var factory = new Rows();
        var reading = ReadAsync(exchange, factory);
        if (exchange.Response.Status >= 400)
        {
            Assert.Equal(exchange.Response.Status, (await Assert.ThrowsAnyAsync<Dhis2ApiException>(() => reading)).StatusCode);
            return;
        }
        if (exchange.Response.Body.Json is null)
        {
            await Assert.ThrowsAnyAsync<Dhis2ClientException>(() => reading);
            return;
        }
        var json = RecordedAnswer.Json(exchange)!;
        var grid = json["listGrid"] ?? json;
        var rows = grid["rows"]!.AsArray();
        Assert.Equal(rows.Select(row => string.Join('|', row!.AsArray().Select(Cell))), await reading);
        // The sandbox of the recording cuts long lists; the headers are always whole.
        Assert.Equal(grid["headers"]!.AsArray().Select(h => (string?)h!["name"]), factory.Names);
    }

    private static async Task<List<string>> ReadAsync(RecordedExchange exchange, Rows factory)
    {
        var rows = new List<string>();
        await foreach (var batch in SqlViewReader.ReadAsync(RecordedAnswer.Caller(exchange), new SqlViewQuery { Id = "abcdefghijk" }, factory, 7, TestContext.Current.CancellationToken))
            rows.AddRange(batch);
        return rows;
    }

    private static string? Cell(JsonNode? cell) => cell?.ToString();

    private sealed class Rows : IRowFactory<string>
    {
        public IReadOnlyList<string> Names { get; private set; } = [];

        public void Columns(IReadOnlyList<string> names) => Names = names;

        public string Create(string?[] cells) => string.Join('|', cells);
    }
}
