using System.Net;

namespace Dhis2.PowerShell.Base;

/// <summary>The proxy of the system, with credentials for this session alone: the system's own object is everybody's.</summary>
internal sealed class SystemProxy(IWebProxy system, ICredentials credentials) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => credentials;
        set => throw new NotSupportedException();
    }

    /// <summary>The system's proxy; null where it has none for an address, if that is known yet.</summary>
    public static SystemProxy? For(Uri? address, ICredentials credentials)
    {
#if NET8_0_OR_GREATER
        var system = System.Net.Http.HttpClient.DefaultProxy;
#else
        var system = WebRequest.GetSystemWebProxy();
#endif
        if (address is null)
            return new SystemProxy(system, credentials);
        return system.IsBypassed(address) || system.GetProxy(address) is not { } proxy || proxy == address ? null : new SystemProxy(system, credentials);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => system.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => system.IsBypassed(host);
}
