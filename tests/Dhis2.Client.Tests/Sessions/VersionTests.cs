using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>What a server calls itself, and how it is then spoken to.</summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("2.40.12", 40, 12)]
    [InlineData("2.41.9.1", 41, 9)]
    [InlineData("2.42.5.2", 42, 5)]
    [InlineData("2.43.1", 43, 1)]
    [InlineData("2.44-SNAPSHOT", 44, 0)]
    [InlineData("2.42", 42, 0)]
    [InlineData("43.1", 43, 1)]
    [InlineData("44", 44, 0)]
    public async Task A_known_version_is_spoken_to(string text, int release, int patch)
    {
        using var session = await ConnectAsync(text);
        Assert.Equal((text, release, patch, release), (session.Version!.Text, session.Version.Release, session.Version.Patch, session.Dialect.Release));
        Assert.Equal(release >= 43, session.Dialect.ImportsByGroup);
        Assert.Equal(release >= 41, session.Dialect.HasJobConfigurations);
        Assert.Equal(release >= 42, session.Dialect.CommaEndsFilterValue);
        Assert.Equal(release <= 41, session.Dialect.DropsFilterWithPercent);
    }

    [Theory]
    [InlineData("2.39.7", 40)]
    [InlineData("2.30", 40)]
    [InlineData("2.45.0", 44)]
    [InlineData("45.1", 44)]
    public async Task An_unknown_version_is_refused_unless_a_fallback_is_allowed(string text, int nearest)
    {
        var error = await Assert.ThrowsAsync<Dhis2UnsupportedVersionException>(() => ConnectAsync(text));
        Assert.Equal(text, error.Version);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        using var session = await ConnectAsync(text, fallback: true);
        Assert.Equal(nearest, session.Dialect.Release);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("1.5")]
    [InlineData("v2.42")]
    public async Task What_is_no_version_is_refused_with_or_without_a_fallback(string text)
    {
        await Assert.ThrowsAsync<Dhis2UnsupportedVersionException>(() => ConnectAsync(text));
        await Assert.ThrowsAsync<Dhis2UnsupportedVersionException>(() => ConnectAsync(text, fallback: true));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"pong\"")]
    [InlineData("")]
    public async Task What_answers_otherwise_is_no_DHIS2(string body)
    {
        var options = Options(AnsweringHandler.InTurn(() => AnsweringHandler.Json(body)));
        await Assert.ThrowsAsync<Dhis2AddressException>(() => SessionFactory.ConnectAsync(options, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_version_in_the_path_is_sent()
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("""{"version":"2.42.1","username":"x"}"""));
        using var session = await SessionFactory.ConnectAsync(Options(handler) with { ApiVersion = 42 }, null, TestContext.Current.CancellationToken);
        Assert.All(handler.Requests, r => Assert.StartsWith("/hmis/api/42/", r.Uri.AbsolutePath, StringComparison.Ordinal));
    }

    private static SessionOptions Options(AnsweringHandler handler) =>
        new() { Uri = new Uri("https://dhis2.example.org/hmis"), Identity = Dhis2Identity.Basic("a", "b"), Handler = handler };

    private static Task<Session> ConnectAsync(string version, bool fallback = false) => SessionFactory.ConnectAsync(
        Options(AnsweringHandler.InTurn(() => AnsweringHandler.Json($$"""{"version":"{{version}}","username":"someone"}"""))) with { AllowVersionFallback = fallback }, null, TestContext.Current.CancellationToken);
}
