using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Completion;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>A data set that is asked for and does not exist is told, on every version, and what is asked for beside it is read.</summary>
public sealed class UnknownSelectorTests
{
    private const string Set = "J33aMjt3IoU";
    private const string Unknown = "abcdefghijk";

    private readonly List<string> _refused = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Releases => [40, 41, 42, 43, 44];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task One_beside_another_is_not_asked_for(int release)
    {
        var handler = Server("""{"dataValues":[{"dataElement":"wQnWB75rNpL","value":"5"}]}""");
        Assert.Equal(["5"], await ValuesAsync(handler, release, Set, Unknown));
        Assert.Equal([Unknown], _refused);
        var asked = Assert.Single(handler.Requests, request => request.Uri.AbsolutePath == "/api/dataValueSets.json").Uri.Query;
        Assert.Contains($"dataSet={Set}&", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(Unknown, asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(42, false)]
    [InlineData(43, true)]
    [InlineData(44, true)]
    public async Task One_alone_is_looked_up_where_the_server_answers_with_no_values(int release, bool isLookedUp)
    {
        var handler = Server("""{"dataValues":[]}""");
        Assert.Empty(await ValuesAsync(handler, release, Unknown));
        Assert.Equal(isLookedUp ? [Unknown] : [], _refused);
        Assert.Equal(isLookedUp, handler.Requests.Any(request => request.Uri.AbsolutePath == "/api/dataSets"));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(42)]
    public async Task One_alone_that_the_server_refuses_is_told_by_its_id(int release)
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"httpStatus":"Conflict","httpStatusCode":409,"status":"ERROR","message":"At least one data element must be specified","errorCode":"E2001"}""", 409));
        Assert.Empty(await ValuesAsync(handler, release, Unknown));
        Assert.Equal([Unknown], _refused);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Completions_of_one_beside_another_are_not_asked_for(int release)
    {
        var handler = Server($$"""{"completeDataSetRegistrations":[{"dataSet":"{{Set}}","period":"202401","organisationUnit":"aIv4qaIOQ2k","completed":true}]}""");
        var query = new DataSetCompletionQuery { DataSets = [Set, Unknown], Periods = ["202401"], OrgUnitGroups = ["CXw2yu5fodb"] };
        var read = new List<DataSetCompletion>();
        await foreach (var batch in new DataSetCompletionReader(TestSession.CallerOf(handler, release), (id, _) => _refused.Add(id)).ReadAsync(query, Stop))
            read.AddRange(batch);
        Assert.Equal(Set, Assert.Single(read).DataSet);
        Assert.Equal([Unknown], _refused);
        Assert.DoesNotContain(Unknown, handler.Requests[^1].Uri.Query, StringComparison.Ordinal);
    }

    private static AnsweringHandler Server(string answer) => new(request =>
        AnsweringHandler.Json(request.Uri.AbsolutePath == "/api/dataSets" ? $$"""{"dataSets":[{"id":"{{Set}}"}]}""" : answer));

    private async Task<List<string?>> ValuesAsync(AnsweringHandler handler, int release, params string[] dataSets)
    {
        var query = new DataValueQuery { DataSets = dataSets, Periods = ["202401"], OrgUnitGroups = ["CXw2yu5fodb"] };
        var reader = new OrgUnitValueReader(TestSession.CallerOf(handler, release), 1000, _ => Task.FromResult(TimeZoneInfo.Utc), (id, _) => _refused.Add(id));
        var read = new List<string?>();
        await foreach (var batch in reader.ReadAsync(query, Stop))
            read.AddRange(batch.Select(value => value.Value));
        return read;
    }
}
