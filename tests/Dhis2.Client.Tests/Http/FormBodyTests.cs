using System.Text;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Dhis2.Client.Tests.Http;

/// <summary>Forms as another's reader understands them: names, files and lengths.</summary>
public sealed class FormBodyTests
{
    [Fact]
    public async Task A_form_is_read_as_it_was_made_and_made_again_for_each_try()
    {
        var file = Path.Combine(Path.GetTempPath(), $"Grüße \"x\" {Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(file, "Inhalt ü", TestContext.Current.CancellationToken);
        try
        {
            var body = FormBody.Of([FormPart.OfText("domain", "DOCUMENT ä"), FormPart.OfFile("file", file, "text/plain"), FormPart.OfText("tag", "a"), FormPart.OfText("tag", "b")]);
            using var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Status(503), () => AnsweringHandler.Json("{}"));
            using var session = TestSession.Of(handler);
            await session.As().ReadAsync(new Dhis2Request("fileResources", HttpMethod.Post) { Body = body, SafeToRepeat = true }, TestContext.Current.CancellationToken);
            Assert.Equal(2, handler.Requests.Count);
            Assert.Equal(handler.Requests[0].Body, handler.Requests[1].Body);
            Assert.Equal(handler.Requests[1].Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), handler.Requests[1].Headers["Content-Length"]);
            Assert.Equal(
                [("domain", null, null, "DOCUMENT ä"), ("file", Path.GetFileName(file).Replace("\"", "%22", StringComparison.Ordinal), "text/plain", "Inhalt ü"), ("tag", null, null, "a"), ("tag", null, null, "b")],
                await PartsAsync(handler.Requests[1]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_has_gone_is_the_users_and_not_the_networks_fault()
    {
        var file = Path.GetTempFileName();
        var body = FormBody.Of([FormPart.OfFile("file", file, "text/plain")]);
        File.Delete(file);
        await using var server = await SandboxFixture.StartAsync();
        using var session = await TestSession.ConnectAsync(server);
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => session.As().ReadAsync(new Dhis2Request("apps", HttpMethod.Post) { Body = body }, TestContext.Current.CancellationToken));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<(string? Name, string? File, string? Type, string Text)>> PartsAsync(SentRequest request)
    {
        var boundary = MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]).Boundary.Value!;
        var reader = new MultipartReader(boundary, new MemoryStream(request.Body));
        var parts = new List<(string?, string?, string?, string)>();
        while (await reader.ReadNextSectionAsync(TestContext.Current.CancellationToken) is { } section)
        {
            var head = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            using var text = new StreamReader(section.Body, Encoding.UTF8);
            parts.Add((head.Name.Value?.Trim('"'), head.FileName.HasValue ? head.FileName.Value!.Trim('"') : null, section.ContentType, await text.ReadToEndAsync(TestContext.Current.CancellationToken)));
        }
        return parts;
    }
}
