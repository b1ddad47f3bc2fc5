using Dhis2.Client.Http;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions;

/// <summary>Opens sessions.</summary>
public static class SessionFactory
{
    /// <summary>Opens a session: checks the address, proves the identity, learns the version.</summary>
    /// <exception cref="Dhis2ClientException">The address is wrong, or nobody answers there.</exception>
    /// <exception cref="Dhis2AuthenticationException">The identity is refused; <see cref="Dhis2AuthenticationException.Reason"/> says why as far as the server does.</exception>
    /// <exception cref="Dhis2UnsupportedVersionException">The server is too old, or newer than this module knows.</exception>
    public static async Task<Session> ConnectAsync(SessionOptions options, IClientEvents? events, CancellationToken cancellationToken)
    {
        var session = new Session(options);
        try
        {
            // All that is asked to open a session is one operation.
            var (caller, budget) = session.As(events).BeginOperation();
            session.ProbedVersion = await ServerProbe.ReadVersionAsync(caller, cancellationToken).ConfigureAwait(false);
            await LogInAsync(caller, budget, cancellationToken).ConfigureAwait(false);
            session.Connected = DateTimeOffset.Now;
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // A server without its database refuses every account and may recover soon, so that is tried again; no other refusal is.
    private static async Task LogInAsync(Dhis2Caller caller, RetryBudget budget, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await LearnAsync(caller, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Dhis2AuthenticationException refusal) when (caller.Session.Options.Identity is { } identity)
            {
                var explained = await identity.ExplainAsync(caller, refusal, cancellationToken).ConfigureAwait(false);
                if (explained.Reason != AuthenticationReason.ServerTrouble || !await budget.TryWaitAsync("Connect", explained.Message, null, cancellationToken).ConfigureAwait(false))
                    throw explained;
            }
        }
    }

    private static async Task LearnAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var session = caller.Session;
        var info = await SystemInfoReader.ReadAsync(caller, cancellationToken).ConfigureAwait(false);
        session.Version = ServerVersion.Parse(info.Version);
        session.Dialect = Dialect.Of(session.Version, info.Version, session.Options.AllowVersionFallback);
        var me = await caller.ReadJsonAsync(new Dhis2Request("me") { Query = { { "fields", "id,username" } } }, cancellationToken).ConfigureAwait(false);
        session.UserName = me is { } user ? user.Text("username") : null;
    }
}
