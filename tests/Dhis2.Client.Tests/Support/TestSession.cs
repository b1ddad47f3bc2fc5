using System.Globalization;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using ClientDialect = Dhis2.Client.Sessions.Dialect;

namespace Dhis2.Client.Tests.Support;

/// <summary>Sessions as the tests need them.</summary>
internal static class TestSession
{
    /// <summary>A session whose network is a handler, or the real one where that is null; it has not connected, and waits for nothing.</summary>
    public static Session Of(HttpMessageHandler? handler, int release = 42, Func<SessionOptions, SessionOptions>? with = null)
    {
        var options = new SessionOptions
        {
            Uri = new Uri("http://localhost:8080/"),
            Identity = Dhis2Identity.Basic("admin", "district"),
            Handler = handler,
            Delay = (_, token) => Task.Delay(0, token),
        };
        var session = new Session(with?.Invoke(options) ?? options);
        var version = "2." + release.ToString(CultureInfo.InvariantCulture);
        session.Version = ServerVersion.Parse(version);
        session.Dialect = ClientDialect.Of(session.Version, version, allowFallback: false);
        return session;
    }

    /// <summary>A session whose network is a handler, as one caller uses it; no request is sent twice.</summary>
    public static Dhis2Caller CallerOf(HttpMessageHandler handler, int release = 42) =>
        Of(handler, release, options => options with { Retry = new RetryPolicy { MaximumRetryCount = 0 } }).As();

    /// <summary>Connects to a sandbox as admin; the waits between tries are short.</summary>
    public static Task<Session> ConnectAsync(SandboxServer server, Func<SessionOptions, SessionOptions>? with = null, IClientEvents? events = null)
    {
        var options = new SessionOptions
        {
            Uri = server.Uri,
            Identity = Dhis2Identity.Basic("admin", SandboxUsers.AdminPassword),
            Retry = new RetryPolicy { Interval = TimeSpan.FromMilliseconds(5) },
        };
        return SessionFactory.ConnectAsync(with?.Invoke(options) ?? options, events, TestContext.Current.CancellationToken);
    }
}
