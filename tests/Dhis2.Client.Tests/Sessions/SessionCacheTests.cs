using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>What a session remembers, and for how long.</summary>
public sealed class SessionCacheTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("settings/")]
    public async Task What_was_asked_for_before_all_was_forgotten_is_not_remembered(string? prefix)
    {
        var cache = new SessionCache(TimeSpan.FromMinutes(5));
        var old = await cache.GetAsync("settings/a", refresh: false, () =>
        {
            // Somebody writes the setting while its old value is on its way.
            cache.Clear(prefix);
            return Task.FromResult("old");
        });
        Assert.Equal("old", old);
        Assert.Equal("new", await cache.GetAsync("settings/a", refresh: false, () => Task.FromResult("new")));
        Assert.Equal("new", await cache.GetAsync("settings/a", refresh: false, () => Task.FromResult("newer")));
    }

    [Fact]
    public async Task A_token_that_ended_while_its_renewal_hung_is_not_handed_out()
    {
        var now = TimeSpan.Zero;
        var grants = new HangingGrants(() => now = TimeSpan.FromSeconds(400));
        using var source = new OAuth2TokenSource(new OAuth2Options { ClientId = "c", Elapsed = () => now }, grants);
        using var session = TestSession.Of(AnsweringHandler.InTurn());
        Assert.Equal("first", (await source.GetAsync(session.As(), TestContext.Current.CancellationToken)).Value);
        now = TimeSpan.FromSeconds(280);
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => source.GetAsync(session.As(), TestContext.Current.CancellationToken));
    }

    private sealed class HangingGrants(Action hang) : ITokenGrants
    {
        private bool _hasGiven;

        public Task<OAuth2Token> ObtainAsync(Client.Sessions.Dhis2Caller caller, CancellationToken beginner, CancellationToken cancellationToken)
        {
            if (_hasGiven)
            {
                hang();
                throw new Dhis2ConnectionException("It broke.");
            }
            _hasGiven = true;
            return Task.FromResult(new OAuth2Token("first", TimeSpan.Zero, TimeSpan.FromSeconds(300)));
        }
    }
}
