using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>A web page in place of data is an error under whatever media type it comes, and data is none.</summary>
public sealed class WebPageTests : IDisposable
{
    private const string Page = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>";

    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-page").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("text/html;charset=UTF-8", Page)]
    [InlineData("Text/HTML", Page)]
    [InlineData("text/html", "Please log in.")]
    [InlineData("application/xhtml+xml", "<x/>")]
    [InlineData("application/xml", Page)]
    [InlineData("application/json", Page)]
    [InlineData("application/csv", Page)]
    [InlineData("text/csv", "\r\n\t <HTML lang='en'>")]
    [InlineData("application/octet-stream", "\uFEFF<!-- 1 --><!doctype  HTML>")]
    [InlineData(null, "<?xml version=\"1.0\"?>\n<!-- a -->\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">")]
    public async Task A_page_is_an_error_whatever_it_is_called(string? type, string page)
    {
        foreach (var accept in new[] { "application/json", "application/csv", "application/xml", "application/pdf, image/*" })
        {
            var caller = TestSession.CallerOf(Answering(type, page));
            var error = await Assert.ThrowsAsync<Dhis2ClientException>(() => caller.ReadAsync(new Dhis2Request("things") { Accept = accept }, Token));
            Assert.Contains("web page", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json, TEXT/HTML;q=0.5")]
    [InlineData("application/xhtml+xml")]
    [InlineData("*/*")]
    public async Task Who_asks_for_a_page_gets_it(string accept)
    {
        var caller = TestSession.CallerOf(Answering("text/html", Page));
        Assert.Equal(Page, Encoding.UTF8.GetString(await caller.ReadAsync(new Dhis2Request("things") { Accept = accept }, Token)));
    }

    [Theory]
    [InlineData("application/json", "{\"html\":\"<html>\"}")]
    [InlineData("application/xml", "<?xml version=\"1.0\"?><dataValueSet/>")]
    [InlineData("application/xml", "<htmls/>")]
    [InlineData("image/svg+xml", "<svg><!-- <html> --></svg>")]
    [InlineData("text/csv", "a,b\n<html>,1\n")]
    [InlineData("text/plain", "<")]
    [InlineData("application/json", "")]
    [InlineData("text/html", "")]
    public async Task Data_comes_whole(string type, string data)
    {
        foreach (var text in new[] { data, data + new string(' ', 5000) + (data.Length == 0 ? "" : "end") }.Where(t => t.Trim() == t))
        {
            var caller = TestSession.CallerOf(Answering(type, text));
            Assert.Equal(text, Encoding.UTF8.GetString(await caller.ReadAsync(new Dhis2Request("things"), Token)));
        }
    }

    [Fact]
    public async Task A_download_of_a_page_leaves_no_file()
    {
        var caller = TestSession.CallerOf(Answering("application/csv", Page));
        var download = new Download(caller, headers => new Dhis2Request("things") { Accept = "application/csv", Headers = headers, AcceptsStatus = status => status == 416 });
        await Assert.ThrowsAsync<Dhis2ClientException>(() => download.RunAsync(Path.Combine(_folder, "values.csv"), null, Token));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    // In pieces of three bytes: what a page begins with may come with several reads.
    private static AnsweringHandler Answering(string? type, string body) => new(_ =>
    {
        var content = new StreamContent(new PieceStream(Encoding.UTF8.GetBytes(body), 3));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    });
}
