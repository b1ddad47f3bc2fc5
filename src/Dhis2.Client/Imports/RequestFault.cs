using System.Text.RegularExpressions;

namespace Dhis2.Client.Imports;

/// <summary>What a request that failed means for the rows in it.</summary>
internal enum RequestFault
{
    /// <summary>It may have been carried out, and its answer is lost.</summary>
    Lost,

    /// <summary>Nobody took it; a little later somebody may.</summary>
    NotTaken,

    /// <summary>It was too large for the server, or for a proxy before it.</summary>
    TooLarge,

    /// <summary>The server refused it as it would refuse the next.</summary>
    Refused,

    /// <summary>Neither waiting nor sending less would change anything.</summary>
    Final,
}

/// <summary>Tells the kinds of faults apart.</summary>
internal static class RequestFaults
{
    private static readonly Regex s_right = new(@"\b(access|authorit|permission|permitted|allowed|forbidden|denied|not authori[sz]ed|rights?\b|superuser)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The kind of a fault.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="hasLeft">Whether bytes of the request had left this machine.</param>
    public static RequestFault KindOf(Dhis2Exception fault, bool hasLeft) => fault switch
    {
        Dhis2AuthenticationException => RequestFault.Refused,
        Dhis2ApiException api => KindOf(api),
        Dhis2InputException or Dhis2AddressException => RequestFault.Final,
        Dhis2ConnectionException { Obstacle: not ConnectionObstacle.Network } => RequestFault.Final,
        _ when hasLeft => RequestFault.Lost,
        Dhis2ConnectionException or Dhis2TimeoutException => RequestFault.NotTaken,
        _ => RequestFault.Final,
    };

    /// <summary>
    /// Whether a refusal may be gone a little later, where requests before it were taken: a server that has lost its database answers 401, whatever the words, and so does one
    /// of 2.40 or 2.41 where a right is missing, in words that say so.
    /// </summary>
    public static bool MayPass(Dhis2Exception fault) =>
        fault is Dhis2AuthenticationException { StatusCode: 401, Reason: AuthenticationReason.Unknown } || (fault is Dhis2ApiException { StatusCode: 401 } and not Dhis2AuthenticationException && !s_right.IsMatch(fault.Message));

    /// <summary>Whether an answer is a gateway's that did not reach the server.</summary>
    public static bool IsOfGateway(Dhis2ApiException fault) => fault.StatusCode is 502 or 503 or 504 or 524;

    /// <summary>Whether the server, or a proxy, ran out of time: less at once may be done in time.</summary>
    public static bool IsSlowness(Dhis2Exception fault) => fault is Dhis2TimeoutException or Dhis2ApiException { StatusCode: 504 or 408 or 524 };

    // A proxy says 502, 503 or 504, too, when the server behind it went away with the request. Only one who says when to come back has not passed it on.
    private static RequestFault KindOf(Dhis2ApiException fault) => fault switch
    {
        { StatusCode: 413 } => RequestFault.TooLarge,
        { StatusCode: 429 } or { StatusCode: 503, RetryAfter: not null } => RequestFault.NotTaken,
        { StatusCode: >= 500 or 408 } => RequestFault.Lost,
        _ => RequestFault.Refused,
    };
}
