using Dhis2.Client.Tests.Recordings;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Replay;

/// <summary>What was done to the real server between the exchanges of a recording, and left no exchange behind.</summary>
internal static class ReplayStages
{
    private static readonly Dictionary<(string Area, string Name), Action<SandboxServer>> s_stages = new()
    {
        [("auth", "lock-right-password")] = server => server.Users["auth_lock"].Locked = true,
        [("auth", "lock-setting-off")] = server => server.Users["auth_lock"].Locked = false,
        [("auth", "2fa-basic")] = server => server.Users["auth_2fa"].TwoFactor = true,
        [("auth", "2fa-basic-after")] = server => server.Users["auth_2fa"].TwoFactor = false,
    };

    public static void Enter(RecordedExchange exchange, SandboxServer server)
    {
        if (exchange.Area is "data-values" or "jobs")
            DataValueStages.Enter(exchange.Name, server.State);
        if (s_stages.TryGetValue((exchange.Area, exchange.Name), out var stage))
            stage(server);
    }
}
