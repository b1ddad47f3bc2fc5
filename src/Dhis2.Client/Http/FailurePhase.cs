#if !NET8_0_OR_GREATER
using System.Net;
#endif

namespace Dhis2.Client.Http;

/// <summary>
/// Tells by the phase of a failure whether a request can have left this machine. Nothing else decides that: the code of a socket
/// does not tell, because a network that goes away breaks a connection with the same one as it refuses a new connection with.
/// </summary>
internal static class FailurePhase
{
    /// <summary>Whether the request failed while the connection was made: then the server has seen nothing of it.</summary>
    public static bool IsBeforeSending(Exception? failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (IsOfConnecting(e))
                return true;
        }
        return false;
    }

#if NET8_0_OR_GREATER
    private static bool IsOfConnecting(Exception e) => e switch
    {
        HttpRequestException request => request.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        // How the handler says that no connection was made in time. No other cancellation of its own has this cause: the client has no timeout.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };
#else
    private static bool IsOfConnecting(Exception e) => e is WebException
    {
        Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
            or WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure,
    };
#endif
}
