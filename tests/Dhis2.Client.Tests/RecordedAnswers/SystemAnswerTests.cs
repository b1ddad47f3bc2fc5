using Dhis2.Client.Sessions;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What a server says of itself, and whom it lets in.</summary>
public sealed class SystemAnswerTests
{
    public static TheoryData<string, string, string> Infos() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && RecordedAnswer.PathOf(e) is "/api/system/info" or "/api/system/info.json" or "/api/me", "system", "auth", "csrf");

    [Theory]
    [MemberData(nameof(Infos))]
    public async Task An_answer_is_a_server_or_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var reading = SystemInfoReader.ReadAsync(RecordedAnswer.Caller(exchange), TestContext.Current.CancellationToken);
        if (exchange.Response is { Status: 200, Body.Json: { } json })
        {
            var info = await reading;
            Assert.Equal((string?)json["version"], info.Version);
            Assert.Equal((string?)json["contextPath"], info.ContextPath);
            return;
        }
        var error = await Assert.ThrowsAnyAsync<Dhis2Exception>(() => reading);
        Assert.Equal(RecordedAnswer.RefusesIdentity(exchange) || exchange.Response.Header("Location")?.Contains("log", StringComparison.Ordinal) == true, error is Dhis2AuthenticationException);
    }
}
