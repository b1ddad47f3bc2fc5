namespace Dhis2.PowerShell.Commands;

/// <summary>Reads what a user gives as the path of a request: below <c>/api/</c>, with it, or a whole address of the session's own server.</summary>
internal static class RequestPath
{
    private const string Api = "api/";

    /// <summary>The path below <c>/api/</c>, with its query.</summary>
    /// <exception cref="Dhis2InputException">It is an address of elsewhere: credentials go to the session's server and nowhere else.</exception>
    public static string Read(string text, Uri server)
    {
        var path = text.Trim();
        if (path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            path = BelowServer(path, server);
        path = path.TrimStart('/');
        if (path.StartsWith(Api, StringComparison.OrdinalIgnoreCase))
            path = path.Substring(Api.Length).TrimStart('/');
        if (path.Length == 0)
            throw new Dhis2InputException($"'{text}' names nothing below /api/.", "Give a path such as 'me' or 'organisationUnits'.") { Item = text };
        // A # would end the address, and the rest would silently not be sent.
        return path.Replace("#", "%23");
    }

    private static string BelowServer(string text, Uri server)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.UserInfo.Length > 0
            || !string.Equals(address.GetLeftPart(UriPartial.Authority), server.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            || !address.AbsolutePath.StartsWith(server.AbsolutePath + Api, StringComparison.Ordinal))
        {
            throw new Dhis2InputException(
                $"'{text}' is not an address of the API of {server}, and the session's credentials are for that alone.",
                "Give a path below /api/, or connect to the other server and use -Session.")
            { Item = text };
        }
        return (address.PathAndQuery + address.Fragment).Substring(server.AbsolutePath.Length);
    }
}
