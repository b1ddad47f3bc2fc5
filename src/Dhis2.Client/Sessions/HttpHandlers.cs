using System.Net;
#if NET8_0_OR_GREATER
using System.Net.Security;
using Dhis2.Client.Http;
#endif

namespace Dhis2.Client.Sessions;

/// <summary>Makes the one HTTP handler of a session.</summary>
internal static class HttpHandlers
{
#if NET8_0_OR_GREATER
    public static HttpMessageHandler Create(SessionOptions options, CookieContainer? jar)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            UseCookies = jar is not null,
            // DHIS2 closes idle connections after 20 s (2.40, 2.41): give them up first, so that no request meets a closing one.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxConnectionsPerServer = 16,
            PlaintextStreamFilter = static (connection, _) => new(new ReadAheadStream(connection.PlaintextStream)),
        };
        if (jar is not null)
            handler.CookieContainer = jar;
        if (options.Proxy is not null)
            handler.Proxy = options.Proxy;
        if (options.SkipCertificateCheck)
        {
            // Only where the user asked for it by name.
#pragma warning disable CA5359
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359
        }
        return handler;
    }
#else
    public static HttpMessageHandler Create(SessionOptions options, CookieContainer? jar)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = jar is not null,
            MaxConnectionsPerServer = 16,
        };
        if (jar is not null)
            handler.CookieContainer = jar;
        if (options.Proxy is not null)
            handler.Proxy = options.Proxy;
        if (options.SkipCertificateCheck)
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        return handler;
    }
#endif
}
