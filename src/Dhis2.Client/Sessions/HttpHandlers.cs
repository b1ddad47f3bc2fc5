using System.Net;
#if NET8_0_OR_GREATER
using System.Net.Security;
using Dhis2.Client.Http;
#else
using System.Security.Authentication;
#endif

namespace Dhis2.Client.Sessions;

/// <summary>Makes the HTTP clients, one for each session and one for each OAuth2 server, and the handlers they send through.</summary>
internal static class HttpHandlers
{
    /// <summary>A client without a timeout of its own, on <paramref name="handler"/> or, when that is null, on the network.</summary>
    public static HttpClient CreateClient(SessionOptions options, HttpMessageHandler? handler, CookieContainer? jar)
    {
        var client = new HttpClient(handler ?? Create(options, jar)) { Timeout = Timeout.InfiniteTimeSpan };
        // .NET Framework would send "Expect: 100-continue" with every body and wait up to 350 ms for the answer 100.
        client.DefaultRequestHeaders.ExpectContinue = false;
        return client;
    }

#if NET8_0_OR_GREATER
    internal static SocketsHttpHandler Create(SessionOptions options, CookieContainer? jar)
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
            // Certificates are not checked only where the user gave -SkipCertificateCheck.
#pragma warning disable CA5359
            handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359
        }
        return handler;
    }
#else
    internal static HttpClientHandler Create(SessionOptions options, CookieContainer? jar)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = jar is not null,
            MaxConnectionsPerServer = 16,
            // powershell.exe of Windows Server 2016 and 2019 begins with SSL 3 and TLS 1.0, which no server takes any more.
            SslProtocols = SslProtocols.Tls12,
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
