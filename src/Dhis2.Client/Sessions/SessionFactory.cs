using Dhis2.Client.Errors;
using Dhis2.Client.Http;
using Dhis2.Client.SystemInfo;

namespace Dhis2.Client.Sessions;

/// <summary>Opens sessions.</summary>
public static class SessionFactory
{
    /// <summary>Opens a session: checks the address, proves the identity, learns the version.</summary>
    /// <exception cref="Dhis2ClientException">The address is wrong, or nobody answers there.</exception>
    /// <exception cref="Dhis2AuthenticationException">The identity is refused; <see cref="Dhis2AuthenticationException.Reason"/> says why as far as the server does.</exception>
    /// <exception cref="Dhis2UnsupportedVersionException">The server is too old, or newer than this module knows.</exception>
    public static async Task<Dhis2Session> ConnectAsync(SessionOptions options, IClientEvents? events, CancellationToken cancellationToken)
    {
        var session = new Dhis2Session(options);
        try
        {
            var caller = session.As(events);
            session.ProbedRelease = await ServerProbe.ReadReleaseAsync(caller, cancellationToken).ConfigureAwait(false);
            await LearnAsync(caller, cancellationToken).ConfigureAwait(false);
            session.Connected = DateTimeOffset.Now;
            return session;
        }
        catch (Dhis2AuthenticationException e) when (options.Identity is { } identity)
        {
            var explained = await identity.ExplainAsync(session.As(events), e, cancellationToken).ConfigureAwait(false);
            session.Dispose();
            if (explained != e)
                throw explained;
            throw;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static async Task LearnAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var session = caller.Session;
        var info = await SystemInfoReader.ReadAsync(caller, cancellationToken).ConfigureAwait(false);
        session.Version = Dhis2Version.Parse(info.Version);
        session.Dialect = Dialect.Of(session.Version, info.Version, session.Options.AllowVersionFallback);
        var me = await caller.ReadJsonAsync(new Dhis2Request("me") { Query = { { "fields", "id,username" } } }, cancellationToken).ConfigureAwait(false);
        session.UserName = me is { } user ? ServerMessageReader.Text(user, "username") : null;
    }
}
