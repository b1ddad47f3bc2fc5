namespace Dhis2;

/// <summary>The request could not be made, or its answer could not be read: a wrong address, a broken connection, a web page where data was asked for.</summary>
public class Dhis2ClientException : Dhis2Exception
{
    /// <summary>Makes an error of the client's side.</summary>
    public Dhis2ClientException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }
}

/// <summary>Something answers at the address, and it is no DHIS2 server.</summary>
public sealed class Dhis2AddressException : Dhis2ClientException
{
    /// <summary>Makes an error of a wrong address.</summary>
    public Dhis2AddressException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }
}

/// <summary>The server could not be reached, or the connection broke before the answer was whole.</summary>
public sealed class Dhis2ConnectionException : Dhis2ClientException
{
    /// <summary>Makes an error of a broken connection.</summary>
    public Dhis2ConnectionException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }

    /// <summary>No connection was ever made, so the server has seen nothing of the request. Where it is false the request may have been carried out.</summary>
    public bool NeverSent { get; init; }

    /// <summary>What stands in the way. Only <see cref="ConnectionObstacle.Network"/> may be gone at the next try.</summary>
    public ConnectionObstacle Obstacle { get; init; }
}

/// <summary>What stands between us and a server.</summary>
public enum ConnectionObstacle
{
    /// <summary>The network, the name, or a server that does not run.</summary>
    Network,

    /// <summary>A certificate that this machine does not trust.</summary>
    Certificate,

    /// <summary>A proxy that does not let us through.</summary>
    Proxy,
}

/// <summary>The server did not answer in time.</summary>
public sealed class Dhis2TimeoutException : Dhis2ClientException
{
    /// <summary>Makes an error of a server that took too long.</summary>
    public Dhis2TimeoutException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }
}

/// <summary>What the user gave cannot be sent: a malformed uid, an unknown column, an empty pipeline.</summary>
public class Dhis2InputException : Dhis2ClientException
{
    /// <summary>Makes an error of the user's input.</summary>
    public Dhis2InputException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }

    /// <summary>The error's own name, where there is one to tell it from others: <c>UnknownProfile</c>.</summary>
    public string ErrorId { get; init; } = "Input";
}
