namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Where tokens come from.</summary>
/// <param name="Token">Gives out tokens.</param>
/// <param name="Authorization">Where users log in; null where none is known.</param>
/// <param name="Kind">Whose they are.</param>
internal sealed record OAuth2Endpoints(Uri Token, Uri? Authorization, EndpointKind Kind)
{
    /// <summary>The scopes to ask for: the server finds the user of a token by its scope <c>username</c>.</summary>
    public string? Scope(string? wanted, bool interactive) => Kind switch
    {
        EndpointKind.Server when wanted is null => "username",
        EndpointKind.Server => wanted.Split(' ').Contains("username", StringComparer.Ordinal) ? wanted : wanted + " username",
        EndpointKind.OldServer => wanted ?? "ALL",
        _ => wanted ?? (interactive ? "openid" : null),
    };
}

/// <summary>Whose an endpoint is.</summary>
internal enum EndpointKind
{
    /// <summary>The server's own, from 2.42 on.</summary>
    Server,

    /// <summary>The server's own of 2.40 and 2.41.</summary>
    OldServer,

    /// <summary>A provider's that the server trusts.</summary>
    Provider,
}
