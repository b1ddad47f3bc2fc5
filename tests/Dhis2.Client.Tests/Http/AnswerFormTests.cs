using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>Packed answers, redirects, and how queries are written.</summary>
public sealed class AnswerFormTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_packed_answer_is_unpacked(string encoding)
    {
        const string Text = """{"version":"2.42.1","username":"packed"}""";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, Pack(Text, encoding), encoding);
        var options = new SessionOptions { Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), Identity = Dhis2Identity.Basic("a", "b") };
        using var session = await SessionFactory.ConnectAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Equal(("2.42.1", "packed"), (session.Version!.Text, session.UserName));
        await serving;
    }

    [Theory]
    [InlineData("http://localhost:8080/api/elsewhere", true)]
    [InlineData("/api/elsewhere", true)]
    [InlineData("https://localhost:8080/api/elsewhere", false)]
    [InlineData("http://localhost:9090/api/elsewhere", false)]
    [InlineData("http://other.example.org/api/elsewhere", false)]
    public async Task A_redirect_is_followed_only_to_the_same_origin(string location, bool followed)
    {
        var handler = AnsweringHandler.InTurn(() => Redirect(302, location), () => AnsweringHandler.Json("{}"));
        var reading = TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken);
        if (followed)
        {
            Assert.Equal("{}", Encoding.UTF8.GetString(await reading));
            Assert.Equal("/api/elsewhere", handler.Requests[1].Uri.AbsolutePath);
            return;
        }
        Assert.Contains(location, (await Assert.ThrowsAsync<Dhis2AddressException>(() => reading)).Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_write_is_never_redirected(string method)
    {
        var handler = AnsweringHandler.InTurn(() => Redirect(307, "/api/elsewhere"), () => AnsweringHandler.Json("{}"));
        await Assert.ThrowsAsync<Dhis2AddressException>(() => TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things", new HttpMethod(method)), TestContext.Current.CancellationToken));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        var handler = AnsweringHandler.InTurn(() => Redirect(302, "/api/things"));
        await Assert.ThrowsAsync<Dhis2AddressException>(() => TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.InRange(handler.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData("/dhis-web-commons/security/login.action")]
    [InlineData("/login/")]
    [InlineData("/hmis/dhis-web-login/")]
    [InlineData("/dhis-web-commons-security/logout.action")]
    [InlineData("/hmis/login.action?failed=true")]
    public async Task A_redirect_to_the_login_page_is_about_the_identity(string location)
    {
        var handler = AnsweringHandler.InTurn(() => Redirect(302, location));
        await Assert.ThrowsAsync<Dhis2AuthenticationException>(() => TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Names_repeat_and_nothing_in_a_value_is_syntax()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        var request = new Dhis2Request("/things?a=1") { Query = { { "filter", "name:eq:a&b=c#d %\"^|+é" }, { "filter", "x:in:[1,2]" }, { "none", (string?)null }, { "flag", true }, { "n", 5 } } };
        await TestSession.CallerOf(handler).ReadAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(
            "/api/things?a=1&filter=name%3Aeq%3Aa%26b%3Dc%23d%20%25%22%5E%7C%2B%C3%A9&filter=x%3Ain%3A%5B1%2C2%5D&flag=true&n=5",
            handler.Requests[0].Uri.PathAndQuery);
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("")]
    [InlineData("mailto:admin@example.org")]
    public async Task A_redirect_that_leads_nowhere_is_an_error_that_says_so(string location)
    {
        var handler = AnsweringHandler.InTurn(() => Redirect(302, location));
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Contains($"its Location is '{location}'", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_session_that_is_ended_while_it_is_at_work_says_so(int failures)
    {
        Session? session = null;
        var handler = new AnsweringHandler(async (request, token) =>
        {
            if (request.Number < failures)
                return AnsweringHandler.Status(503);
            session!.Dispose();
            await Task.Delay(Timeout.Infinite, token);
            return AnsweringHandler.Json("{}");
        });
        session = TestSession.Of(handler);
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Contains("has been ended", error.Message, StringComparison.Ordinal);
        Assert.Equal(failures + 1, handler.Requests.Count);
    }

    [Fact]
    public async Task A_session_that_is_ended_between_two_tries_says_so()
    {
        Session? session = null;
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(503));
        session = TestSession.Of(handler, with: o => o with
        {
            Delay = (_, _) =>
            {
                session!.Dispose();
                return Task.CompletedTask;
            },
        });
        var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Contains("has been ended", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task An_ended_session_sends_nothing()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        var session = TestSession.Of(handler);
        session.Dispose();
        await Assert.ThrowsAsync<Dhis2ClientException>(() => session.As().ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Empty(handler.Requests);
    }

    private static HttpResponseMessage Redirect(int status, string location)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") };
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }

    private static byte[] Pack(string text, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionMode.Compress, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true),
        })
        {
            packer.Write(Encoding.UTF8.GetBytes(text));
        }
        return packed.ToArray();
    }

    // Three requests are what connecting takes; each is answered on a connection of its own.
    private static async Task ServeAsync(TcpListener listener, byte[] body, string encoding)
    {
        for (var i = 0; i < 3; i++)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
            {
            }
            var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
            await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        }
    }
}
