using Dhis2.Client.DataValues.Locks;
using Dhis2.Client.Tests.Support;
using Dhis2.Recordings;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered about lock exceptions, through the client's store.</summary>
public sealed class LockAnswerTests
{
    private const string Set = "pvU2Y8JVGXh";
    private const string Unit = "aIv4qaIOQ2k";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions() => [.. RecordingArchive.Versions];

    public static TheoryData<string, string, string> Posts() => RecordedAnswer.Rows(e => e.Request.Method == "POST" && RecordedAnswer.PathOf(e) == "/api/lockExceptions", "data-values");

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_list_is_read_with_its_period_on_every_version(string version)
    {
        Assert.Empty(await ReadAsync(version, "lock-exceptions-none"));
        var item = Assert.Single(await ReadAsync(version, "lock-exceptions"));
        Assert.Equal((Set, "201601", Unit), (item.DataSet, item.Period, item.OrgUnit));
        var json = RecordedAnswer.Json(RecordedAnswer.Find(version, "data-values", "lock-exceptions"))!["lockExceptions"]![0]!;
        Assert.Equal(((string?)json["id"], (string?)json["name"]), (item.Id, item.Name));
        Assert.Equal((string?)json["created"], item.Created?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
        var combination = Assert.Single(await new LockExceptionStore(Caller(version, "lock-exception-combinations")).ReadCombinationsAsync(Stop));
        Assert.Equal((Set, "201601"), (combination.DataSet, combination.Period));
        Assert.Equal([null, null], (string?[])[combination.Id, combination.OrgUnit]);
    }

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task One_is_made_or_the_reason_is_told(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var handler = new AnsweringHandler(request => request.Method == "POST" ? RecordedAnswer.Response(exchange) : RecordedAnswer.Response(RecordedAnswer.Find(version, area, "lock-exceptions-none")));
        var store = new LockExceptionStore(TestSession.CallerOf(handler, RecordedAnswer.Release(exchange)));
        var making = store.CreateAsync(Set, "201601", Unit, Stop);
        if (exchange.Response.Status != 201)
        {
            Assert.Equal(exchange.Response.Status, (await Assert.ThrowsAsync<Dhis2ApiException>(() => making)).StatusCode);
            return;
        }
        Assert.Equal($"{Set} 201601 {Unit}", (await making).ToString());
        Assert.Equal($"?ds={Set}&pe=201601&ou={Unit}", handler.Requests[^1].Uri.Query);
        // The server would make a second one.
        Assert.Equal("AlreadyThere", (await Assert.ThrowsAsync<Dhis2InputException>(() => store.CreateAsync(Set, "201601", Unit, Stop))).ErrorId);
        Assert.Single(handler.Requests, request => request.Method == "POST");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Only_one_that_is_there_is_removed(string version)
    {
        var handler = new AnsweringHandler(request => RecordedAnswer.Response(RecordedAnswer.Find(version, "data-values", request.Method == "DELETE" ? "lock-exception-delete" : "lock-exceptions")));
        var store = new LockExceptionStore(TestSession.CallerOf(handler));
        // For an org unit that it does not know the server would remove those of all org units.
        Assert.Equal(404, (await Assert.ThrowsAsync<Dhis2ApiException>(() => store.DeleteAsync(Set, "201601", "abcdefghijk", Stop))).StatusCode);
        await store.DeleteAsync(Set, "201601", Unit, Stop);
        Assert.Equal(404, (await Assert.ThrowsAsync<Dhis2ApiException>(() => store.DeleteAsync(Set, "201601", Unit, Stop))).StatusCode);
        Assert.Equal($"?ds={Set}&pe=201601&ou={Unit}", Assert.Single(handler.Requests, request => request.Method == "DELETE").Uri.Query);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Where_an_answer_is_lost_the_list_tells_whether_it_was_done(string version)
    {
        const string None = "lock-exceptions-none";
        const string One = "lock-exceptions";
        await Losing(version, None, One).CreateAsync(Set, "201601", Unit, Stop);
        await Losing(version, One, None).DeleteAsync(Set, "201601", Unit, Stop);
        var made = await Assert.ThrowsAsync<Dhis2NotDoneException>(() => Losing(version, None, None).CreateAsync(Set, "201601", Unit, Stop));
        Assert.Contains($"There is no lock exception for {Set} 201601 {Unit}.", made.Message, StringComparison.Ordinal);
        var removed = await Assert.ThrowsAsync<Dhis2NotDoneException>(() => Losing(version, One, One).DeleteAsync(Set, "201601", Unit, Stop));
        Assert.Contains("There is still a lock exception", removed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Dhis2UnknownOutcomeException>(() => Losing(version, None, null).CreateAsync(Set, "201601", Unit, Stop));
    }

    // What the list holds before a write, whose answer is lost, and after it; null where it cannot be read then.
    private static LockExceptionStore Losing(string version, string before, string? after)
    {
        var hasWritten = false;
        var handler = new AnsweringHandler(request =>
        {
            var isLost = request.Method != "GET" || (hasWritten && after is null);
            hasWritten |= request.Method != "GET";
            return isLost ? throw new HttpRequestException("broken") : RecordedAnswer.Response(RecordedAnswer.Find(version, "data-values", hasWritten ? after! : before));
        });
        return new LockExceptionStore(TestSession.CallerOf(handler));
    }

    private static async Task<List<LockException>> ReadAsync(string version, string name)
    {
        var read = new List<LockException>();
        await foreach (var page in new LockExceptionStore(Caller(version, name)).ReadAllAsync(0, ulong.MaxValue, Stop))
            read.AddRange(page.Items);
        return read;
    }

    private static Dhis2.Client.Sessions.Dhis2Caller Caller(string version, string name) => RecordedAnswer.Caller(RecordedAnswer.Find(version, "data-values", name));
}
