using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>Addresses are checked before anything is sent to them.</summary>
public sealed class ServerUriTests
{
    [Theory]
    [InlineData("https://dhis2.example.org", "https://dhis2.example.org/")]
    [InlineData("https://dhis2.example.org/hmis", "https://dhis2.example.org/hmis/")]
    [InlineData("https://dhis2.example.org:8443/a/b/", "https://dhis2.example.org:8443/a/b/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x/")]
    [InlineData("http://127.8.9.1/", "http://127.8.9.1/")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/")]
    public void A_good_address_ends_in_a_slash(string given, string expected) =>
        Assert.Equal(expected, ServerUri.Check(new Uri(given), allowUnencrypted: false).AbsoluteUri);

    [Theory]
    [InlineData("http://dhis2.example.org", "plain http")]
    [InlineData("http://localhost.example.org", "plain http")]
    [InlineData("http://10.0.0.1/", "plain http")]
    [InlineData("https://dhis2.example.org/api", "the API")]
    [InlineData("https://dhis2.example.org/hmis/api/", "the API")]
    [InlineData("https://dhis2.example.org/api/42/me", "the API")]
    [InlineData("https://dhis2.example.org/hmis/dhis-web-dashboard/index.html", "a page")]
    [InlineData("https://dhis2.example.org/login/", "a page")]
    [InlineData("https://dhis2.example.org/?x=1", "a query")]
    [InlineData("https://dhis2.example.org/#/x", "a fragment")]
    [InlineData("ftp://dhis2.example.org/", "no address")]
    public void A_bad_address_is_refused(string given, string why) =>
        Assert.Contains(why, Assert.Throws<Dhis2InputException>(() => ServerUri.Check(new Uri(given), allowUnencrypted: false)).Message, StringComparison.Ordinal);

    [Fact]
    public void Credentials_in_an_address_are_refused_and_not_repeated()
    {
        var error = Assert.Throws<Dhis2InputException>(() => ServerUri.Check(new Uri("https://someone:s3cr3t-w0rd@dhis2.example.org/"), allowUnencrypted: false));
        Assert.DoesNotContain("s3cr3t-w0rd", error + " " + error.Item, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_is_let_through_where_it_is_asked_for() =>
        Assert.Equal("http://dhis2.example.org/", ServerUri.Check(new Uri("http://dhis2.example.org"), allowUnencrypted: true).AbsoluteUri);

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_is_refused()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        var options = new SessionOptions { Uri = new Uri("http://dhis2.example.org/"), Identity = Dhis2Identity.Basic("a", "b"), Handler = handler };
        await Assert.ThrowsAsync<Dhis2InputException>(() => SessionFactory.ConnectAsync(options, null, TestContext.Current.CancellationToken));
        Assert.Empty(handler.Requests);
    }
}
