using Dhis2.Client.Http;
using Dhis2.Client.SystemInfo;

namespace Dhis2.Client.Sessions;

/// <summary>Opens sessions.</summary>
public static class SessionFactory
{
    /// <summary>Opens a session: checks the address, proves the identity, learns the version.</summary>
    public static async Task<Dhis2Session> ConnectAsync(SessionOptions options, IClientEvents? events, CancellationToken cancellationToken)
    {
        var session = new Dhis2Session(options);
        try
        {
            var caller = session.As(events);
            var info = await SystemInfoReader.ReadAsync(caller, cancellationToken).ConfigureAwait(false);
            session.SystemInfo = info;
            session.Version = Dhis2Version.Parse(info.Version);
            session.Dialect = Dialect.Of(session.Version, info.Version, options.AllowVersionFallback);
            var me = await caller.ReadJsonAsync(new Dhis2Request("me") { Query = { { "fields", "id,username" } } }, cancellationToken).ConfigureAwait(false);
            session.UserName = me is { } user ? Errors.ServerMessageReader.Text(user, "username") : null;
            session.Connected = DateTimeOffset.Now;
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
