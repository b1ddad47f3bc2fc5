using System.Globalization;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Contract;

/// <summary>
/// The servers that the contract is tried on: the sandbox in each dialect, and the server that <c>DHIS2_TEST_URL</c>, <c>DHIS2_TEST_USERNAME</c> and
/// <c>DHIS2_TEST_PASSWORD</c> name, if any.
/// </summary>
public static class AnyServer
{
    private const string Real = "real";
    private static readonly string? s_url = Environment.GetEnvironmentVariable("DHIS2_TEST_URL");

    public static TheoryData<string> Names { get; } = [.. Dialects.All.Select(d => ((int)d).ToString(CultureInfo.InvariantCulture)), .. s_url is null ? Array.Empty<string>() : [Real]];

    /// <summary>Opens a session with a server, and hands back what has to be disposed with it.</summary>
    public static async Task<(Session Session, IAsyncDisposable? Server)> ConnectAsync(string name, string? password = null)
    {
        if (name == Real)
        {
            // Who names a server of plain http has said that it is meant.
            var identity = Dhis2Identity.Basic(Variable("DHIS2_TEST_USERNAME"), password ?? Variable("DHIS2_TEST_PASSWORD"));
            return (await SessionFactory.ConnectAsync(new SessionOptions { Uri = new Uri(s_url!), Identity = identity, AllowUnencryptedAuthentication = true }, null, default), null);
        }
        var server = await SandboxFixture.StartAsync((Dhis2.Sandbox.Hosting.Dialect)int.Parse(name, CultureInfo.InvariantCulture));
        var options = new SessionOptions { Uri = server.Uri, Identity = Dhis2Identity.Basic("admin", password ?? SandboxUsers.AdminPassword) };
        return (await SessionFactory.ConnectAsync(options, null, default), server);
    }

    /// <summary>Runs a test with a session.</summary>
    public static async Task TryAsync(string name, Func<Session, Task> test)
    {
        var (session, server) = await ConnectAsync(name);
        using (session)
            await test(session);
        if (server is not null)
            await server.DisposeAsync();
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set, and DHIS2_TEST_URL is.");
}
