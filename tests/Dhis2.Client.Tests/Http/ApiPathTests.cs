using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>A path arrives as it was meant, or is refused: as recorded of the data store's keys, and by the source of 2.44.</summary>
public sealed class ApiPathTests
{
    [Theory]
    [InlineData(42, "key", "/api/dataStore/a%20b.c/key")]
    [InlineData(42, "a#b", "/api/dataStore/a%20b.c/a%23b")]
    [InlineData(42, "a?b", "/api/dataStore/a%20b.c/a%3Fb")]
    [InlineData(42, "\u00e9t\u00e9 \"1\"", "/api/dataStore/a%20b.c/%C3%A9t%C3%A9%20%221%22")]
    [InlineData(40, "a.b", "/api/dataStore/a%20b.c/a.b.json")]
    [InlineData(43, "c.d.json", "/api/dataStore/a%20b.c/c.d.json.json")]
    [InlineData(43, "report.csv", "/api/dataStore/a%20b.c/report.csv.json")]
    [InlineData(44, "a.b", "/api/dataStore/a%20b.c/a.b")]
    [InlineData(44, "a.b.json", "/api/dataStore/a%20b.c/a.b.json")]
    [InlineData(44, ".hidden", "/api/dataStore/a%20b.c/.hidden")]
    public async Task A_name_arrives_as_it_is(int release, string key, string sent)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        using var session = TestSession.Of(handler, release);
        await session.As().ReadAsync(new Dhis2Request(ApiPath.Of(session.Dialect.CutsLastSuffix, "dataStore", "a b.c", key)), TestContext.Current.CancellationToken);
        Assert.Equal(sent, Assert.Single(handler.Requests).Uri.AbsolutePath);
    }

    [Theory]
    [InlineData(42, "")]
    [InlineData(42, ".")]
    [InlineData(42, "..")]
    [InlineData(42, "a/b")]
    [InlineData(42, "a\\b")]
    [InlineData(42, "a;b")]
    [InlineData(42, "50%")]
    [InlineData(42, "a\nb")]
    [InlineData(44, "x.json")]
    [InlineData(44, "x.CSV")]
    [InlineData(44, "x.adx.xml.zip")]
    public void A_name_that_no_server_takes_is_refused(int release, string key)
    {
        using var session = TestSession.Of(AnsweringHandler.InTurn(), release);
        Assert.Equal(key, Assert.Throws<Dhis2InputException>(() => ApiPath.Of(session.Dialect.CutsLastSuffix, "dataStore", "ns", key)).Item);
    }

    [Theory]
    [InlineData("dataStore/ns/a#b")]
    [InlineData("dataStore/../../dhis-web-commons")]
    [InlineData("dataStore/%2e%2E/x")]
    [InlineData("dataStore/./x")]
    [InlineData("dataStore//x")]
    [InlineData("dataStore\\x")]
    [InlineData("me?fields=id#name")]
    public void A_path_that_would_arrive_as_another_is_refused(string path) =>
        Assert.Equal(path, Assert.Throws<Dhis2InputException>(() => new Dhis2Request(path)).Item);

    [Theory]
    [InlineData("/me/")]
    [InlineData("dataElements.json?filter=name:like:../x&fields=a//b\\c")]
    [InlineData("dataStore/a..b/x")]
    public void What_arrives_as_it_is_may_be_written(string path) => Assert.Equal(path, new Dhis2Request(path).Path);
}
