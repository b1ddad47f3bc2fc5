using System.Net;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>A server that sends on who connects to it: followed within its origin, named where it leads elsewhere, and never taken for a login page.</summary>
public sealed class MovedServerTests
{
    [Theory]
    [InlineData("https://www.example.org/api/loginConfig", "https://www.example.org/")]
    [InlineData("https://dhis2.example.org/api/loginConfig", "https://dhis2.example.org/")]
    [InlineData("http://dhis2.example.org:8443/hmis/api/loginConfig", "http://dhis2.example.org:8443/hmis/")]
    public async Task Another_origin_is_named_and_not_asked(string location, string address)
    {
        var handler = new AnsweringHandler(_ => Redirect(location));
        var error = await Assert.ThrowsAsync<Dhis2AddressException>(() => ConnectAsync(handler, "http://dhis2.example.org/"));
        Assert.Contains(location, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(": " + address, error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(new Uri(address), error.Item);
        Assert.DoesNotContain("Authorization", Assert.Single(handler.Requests).Headers.Keys);
    }

    [Fact]
    public async Task Another_path_of_the_same_origin_is_taken_and_told()
    {
        var handler = new AnsweringHandler(request => request.Uri.AbsolutePath switch
        {
            "/api/loginConfig" => Redirect("/hmis/api/loginConfig"),
            "/hmis/api/loginConfig" => AnsweringHandler.Json("""{"apiVersion":"2.42.5"}"""),
            "/hmis/api/system/info" => AnsweringHandler.Json("""{"version":"2.42.5"}"""),
            "/hmis/api/me" => AnsweringHandler.Json("""{"username":"admin"}"""),
            _ => AnsweringHandler.Status(404),
        });
        var ear = new RecordedEvents();
        using var session = await ConnectAsync(handler, "http://dhis2.example.org/", ear);
        Assert.Equal(("admin", new Uri("http://dhis2.example.org/hmis/")), (session.UserName, session.Uri));
        Assert.Contains("http://dhis2.example.org/hmis/", ear.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, handler.Requests.Count);
    }

    [Fact]
    public async Task A_login_page_before_the_server_is_no_ended_session()
    {
        var handler = new AnsweringHandler(_ => Redirect("https://sso.example.org/login?service=dhis2"));
        var error = await Assert.ThrowsAsync<Dhis2AddressException>(() => ConnectAsync(handler, "http://dhis2.example.org/"));
        Assert.Contains("https://sso.example.org/login", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_behind_a_redirect_is_no_server_and_named()
    {
        var handler = new AnsweringHandler(request => request.Number == 0
            ? Redirect("/welcome")
            : new HttpResponseMessage { Content = new StringContent("<html></html>", null, "text/html") });
        var error = await Assert.ThrowsAsync<Dhis2AddressException>(() => ConnectAsync(handler, "http://dhis2.example.org/"));
        Assert.Contains("http://dhis2.example.org/welcome", error.Message, StringComparison.Ordinal);
    }

    private static Task<Session> ConnectAsync(AnsweringHandler handler, string uri, RecordedEvents? ear = null) => SessionFactory.ConnectAsync(
        new SessionOptions { Uri = new Uri(uri), Identity = Dhis2Identity.Basic("admin", "x"), Handler = handler, AllowUnencryptedAuthentication = true }, ear, TestContext.Current.CancellationToken);

    private static HttpResponseMessage Redirect(string location)
    {
        var response = new HttpResponseMessage(HttpStatusCode.MovedPermanently) { Content = new StringContent("") };
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }
}
