using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.SingleValues;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>Single data values on every version: what goes out, and what a caller gets.</summary>
public sealed class SingleValueTests
{
    private const string Default = "HllvX50cXC0";

    private static readonly DataValueCell s_cell = new() { DataElement = "wQnWB75rNpL", Period = "201502", OrgUnit = "OspiCZXWiTj" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Releases => [40, 41, 42, 43, 44];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_mark_is_set_and_never_turned_over(int release)
    {
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.Created));
        Assert.True(await Store(handler, release).WriteAsync(s_cell, new DataValueChange { Value = "5", FollowUp = true }, Stop));
        Assert.Equal(release >= 43 ? ["POST /api/dataValues"] : ["POST /api/dataValues", "PUT /api/dataValues/followup"], handler.Requests.Select(Line));
        var posted = Body(handler.Requests[0]);
        Assert.Equal(release >= 43, posted.ContainsKey("followUp"));
        if (release < 43)
            Assert.True((bool)Body(handler.Requests[1])["followup"]!);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_is_not_given_is_not_sent(int release)
    {
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.Created));
        await Store(handler, release).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop);
        Assert.Equal("""{"dataElement":"wQnWB75rNpL","period":"201502","orgUnit":"OspiCZXWiTj","value":"5"}""", Body(Assert.Single(handler.Requests)).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Nothing_is_set_beside_a_value_that_is_not_there(int release)
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"httpStatusCode":409,"status":"ERROR","message":"Data value does not exist"}""", release >= 43 ? 404 : 409));
        foreach (var change in new[] { new DataValueChange { Comment = "checked" }, new DataValueChange { FollowUp = true } })
            Assert.Equal(404, (await Assert.ThrowsAsync<Dhis2ApiException>(() => Store(handler, release).WriteAsync(s_cell, change, Stop))).StatusCode);
        Assert.All(handler.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData(42, "cUfkmAYKXcE", true)]
    [InlineData(42, "12", false)]
    [InlineData(43, "cUfkmAYKXcE", false)]
    public async Task A_comment_on_a_file_names_the_file_again_where_it_would_be_deleted(int release, string stored, bool isNamed)
    {
        var handler = new AnsweringHandler(request => request.Method == "GET" ? AnsweringHandler.Json($"[\"{stored}\"]") : new HttpResponseMessage(System.Net.HttpStatusCode.Created));
        await Store(handler, release).WriteAsync(s_cell, new DataValueChange { Comment = "checked" }, Stop);
        var sent = Body(handler.Requests[1]);
        Assert.Equal((isNamed ? stored : null, "checked"), ((string?)sent["value"], (string?)sent["comment"]));
    }

    [Fact]
    public async Task A_zero_that_the_server_drops_is_told()
    {
        var ear = new RecordedEvents();
        var handler = new AnsweringHandler(request => request.Method == "GET" ? AnsweringHandler.Status(409, "Data value does not exist") : new HttpResponseMessage(System.Net.HttpStatusCode.Created));
        var store = new DataValueStore(TestSession.Of(handler).As(ear));
        Assert.False(await store.WriteAsync(s_cell, new DataValueChange { Value = "0", FollowUp = true }, Stop));
        Assert.Contains("keeps no zeros", ear.ToString(), StringComparison.Ordinal);
        Assert.Equal(["POST", "GET"], handler.Requests.Select(r => r.Method));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task An_attribute_option_combo_is_told_by_its_combo_and_options_and_the_default_one_by_nothing(int release)
    {
        var handler = new AnsweringHandler(request => request.Uri.AbsolutePath switch
        {
            "/api/categoryOptionCombos" => AnsweringHandler.Json($$"""{"categoryOptionCombos":[{"id":"{{Default}}"}]}"""),
            "/api/categoryOptionCombos/Wy87rYjlpSG" => AnsweringHandler.Json("""{"categoryCombo":{"id":"V5e40BenjAR"},"categoryOptions":[{"id":"flq05GzJcWM"},{"id":"abcdefghijk"}]}"""),
            _ => AnsweringHandler.Json("""["3.5"]"""),
        });
        var store = Store(handler, release);
        Assert.Equal("3.5", await store.ReadValueAsync(s_cell with { AttributeOptionCombo = "Wy87rYjlpSG" }, Stop));
        Assert.Equal("?de=wQnWB75rNpL&pe=201502&ou=OspiCZXWiTj&cc=V5e40BenjAR&cp=flq05GzJcWM%3Babcdefghijk", handler.Requests[^1].Uri.Query);
        await store.ReadValueAsync(s_cell with { AttributeOptionCombo = Default, CategoryOptionCombo = "T263yzuGhlX" }, Stop);
        Assert.Equal("?de=wQnWB75rNpL&pe=201502&ou=OspiCZXWiTj&co=T263yzuGhlX", handler.Requests[^1].Uri.Query);
    }

    [Fact]
    public async Task A_value_that_is_posted_again_after_a_lost_answer_is_the_same()
    {
        var handler = new AnsweringHandler(request => request.Number == 0 ? throw new HttpRequestException("broken") : new HttpResponseMessage(System.Net.HttpStatusCode.Created));
        var store = new DataValueStore(TestSession.Of(handler).As());
        Assert.True(await store.WriteAsync(s_cell, new DataValueChange { Value = "5", FollowUp = true }, Stop));
        Assert.Equal(["POST /api/dataValues", "POST /api/dataValues", "PUT /api/dataValues/followup"], handler.Requests.Select(Line));
        Assert.DoesNotContain("followUp", Encoding.UTF8.GetString(handler.Requests[1].Body), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_deletion_that_is_sent_again_after_a_lost_answer_is_done()
    {
        var handler = AnsweringHandler.InTurn(
            () => AnsweringHandler.Json("""["5"]"""), () => throw new HttpRequestException("broken"), () => AnsweringHandler.Status(409, "Data value cannot be deleted because it does not exist"));
        await new DataValueStore(TestSession.Of(handler).As()).DeleteAsync(s_cell, "J33aMjt3IoU", overrideLock: true, Stop);
        Assert.Equal(["GET", "DELETE", "DELETE"], handler.Requests.Select(r => r.Method));
        Assert.EndsWith("&ds=J33aMjt3IoU&force=true", handler.Requests[2].Uri.Query, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_value_whose_answer_was_lost_is_read_back(int release)
    {
        var stored = Losing("""["5"]""");
        Assert.True(await Store(stored, release).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop));
        Assert.Equal(["POST /api/dataValues", "GET /api/dataValues"], stored.Requests.Select(Line));

        var other = await Assert.ThrowsAsync<Dhis2NotDoneException>(() => Store(Losing("""["4"]"""), release).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop));
        Assert.Contains($": broken. The server holds the value '4' at {s_cell}.", other.Message, StringComparison.Ordinal);
        Assert.Equal(s_cell, other.Item);
        var none = await Assert.ThrowsAsync<Dhis2NotDoneException>(() => Store(Losing(null, release), release).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop));
        Assert.Contains("There is no value", none.Message, StringComparison.Ordinal);
        var unread = await Assert.ThrowsAsync<Dhis2UnknownOutcomeException>(() => Store(Losing(() => throw new HttpRequestException("broken")), release).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop));
        Assert.Contains($"It is not known whether the data value at {s_cell} was set.", unread.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_value_that_the_server_stores_after_the_first_look_is_told_as_stored(int release)
    {
        var looks = 0;
        var late = Losing(() => ++looks == 1 ? AnsweringHandler.Status(release >= 43 ? 404 : 409, "Data value does not exist") : AnsweringHandler.Json("""["5"]"""));
        Assert.True(await Store(late, release).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop));
        Assert.Equal(["POST /api/dataValues", "GET /api/dataValues", "GET /api/dataValues"], late.Requests.Select(Line));
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(504, 2)]
    public async Task What_a_server_itself_answers_is_looked_up_once(int status, int looks)
    {
        var handler = new AnsweringHandler(request => request.Method == "GET" ? AnsweringHandler.Json("""["4"]""") : AnsweringHandler.Status(status, "out of order"));
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => Store(handler, 43).WriteAsync(s_cell, new DataValueChange { Value = "oak" }, Stop));
        Assert.StartsWith($"The server holds the value '4' at {s_cell}.", error.Message, StringComparison.Ordinal);
        Assert.Equal(status, error.StatusCode);
        Assert.Equal(looks, handler.Requests.Count(request => request.Method == "GET" && request.Uri.AbsolutePath == "/api/dataValues"));
    }

    [Theory]
    [InlineData("INTEGER", true)]
    [InlineData("TEXT", false)]
    public async Task What_is_read_back_may_be_written_as_servers_write_it(string type, bool isSame)
    {
        var handler = new AnsweringHandler(request => request.Method == "POST" ? AnsweringHandler.Status(504)
            : AnsweringHandler.Json(request.Uri.AbsolutePath.Contains("dataElements", StringComparison.Ordinal) ? $$"""{"valueType":"{{type}}"}""" : """["7"]"""));
        var writing = Store(handler, 43).WriteAsync(s_cell, new DataValueChange { Value = "7.0" }, Stop);
        if (isSame)
            Assert.True(await writing);
        else
            Assert.Contains("The server holds the value '7'", (await Assert.ThrowsAsync<Dhis2ApiException>(() => writing)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checked", true, true)]
    [InlineData("other", true, false)]
    [InlineData("checked", false, false)]
    public async Task Comment_and_mark_are_read_back_with_the_value(string comment, bool mark, bool isSame)
    {
        var row = $$"""{"dataValues":[{"dataElement":"wQnWB75rNpL","period":"201502","orgUnit":"OspiCZXWiTj","categoryOptionCombo":"{{Default}}","attributeOptionCombo":"{{Default}}","value":"5","comment":"{{comment}}","followup":{{(mark ? "true" : "false")}}}]}""";
        var handler = new AnsweringHandler(request => request.Method == "POST" ? throw new HttpRequestException("broken") : AnsweringHandler.Json(request.Uri.AbsolutePath switch
        {
            "/api/categoryOptionCombos" => $$"""{"categoryOptionCombos":[{"id":"{{Default}}"}]}""",
            "/api/dataValueSets.json" => row,
            _ => """["5"]""",
        }));
        var writing = Store(handler, 43).WriteAsync(s_cell, new DataValueChange { Value = "5", Comment = "checked", FollowUp = true }, Stop);
        if (isSame)
            Assert.True(await writing);
        else
            await Assert.ThrowsAsync<Dhis2NotDoneException>(() => writing);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(42)]
    public async Task A_mark_that_is_refused_after_the_value_was_set_says_so(int release)
    {
        var handler = new AnsweringHandler(request => request.Method == "PUT" ? AnsweringHandler.Status(409, "no mark today") : new HttpResponseMessage(System.Net.HttpStatusCode.Created));
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => Store(handler, release).WriteAsync(s_cell, new DataValueChange { Value = "5", FollowUp = true }, Stop));
        Assert.StartsWith($"All but the mark is set at {s_cell}.", error.Message, StringComparison.Ordinal);
        Assert.Contains("no mark today", error.Message, StringComparison.Ordinal);
        Assert.Equal(409, error.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_deletion_whose_answer_was_lost_is_read_back(int release)
    {
        await Store(LosingAfter("""["5"]""", null, release), release).DeleteAsync(s_cell, null, overrideLock: false, Stop);
        var left = await Assert.ThrowsAsync<Dhis2NotDoneException>(() => Store(LosingAfter("""["5"]""", """["5"]""", release), release).DeleteAsync(s_cell, null, overrideLock: false, Stop));
        Assert.Contains($"The server holds the value '5' at {s_cell} still.", left.Message, StringComparison.Ordinal);
    }

    // The answer to every write is lost; a read gives what is stored.
    private static AnsweringHandler Losing(string? stored, int release = 42) =>
        Losing(() => stored is null ? AnsweringHandler.Status(release >= 43 ? 404 : 409, "Data value does not exist") : AnsweringHandler.Json(stored));

    private static AnsweringHandler Losing(Func<HttpResponseMessage> stored) => new(request => request.Method == "GET" ? stored() : throw new HttpRequestException("broken"));

    private static AnsweringHandler LosingAfter(string before, string? after, int release)
    {
        var reads = 0;
        return Losing(() => reads++ == 0 ? AnsweringHandler.Json(before)
            : after is null ? AnsweringHandler.Status(release >= 43 ? 404 : 409, "Data value does not exist") : AnsweringHandler.Json(after));
    }

    [Fact]
    public async Task An_element_of_several_data_sets_wants_to_be_told_which()
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"httpStatusCode":409,"status":"ERROR","message":"Data set detection failed, found multiple sets: `[a, b]`","errorCode":"E8002"}""", 409));
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(() => Store(handler, 43).WriteAsync(s_cell, new DataValueChange { Value = "5" }, Stop));
        Assert.Contains("-DataSet", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("E8002", error.ErrorCode);
    }

    private static DataValueStore Store(AnsweringHandler handler, int release) => new(TestSession.CallerOf(handler, release));

    private static string Line(SentRequest request) => $"{request.Method} {request.Uri.AbsolutePath}";

    private static JsonObject Body(SentRequest request) => JsonNode.Parse(request.Body)!.AsObject();
}
