using System.Net;

namespace Dhis2.Client.Sessions;

/// <summary>Checks a server's address before anything, least of all a password, is sent to it.</summary>
internal static class ServerUri
{
    private static readonly string[] s_pageParts = ["/dhis-web-", "/apps/", "/login", "/api/"];

    public static Uri Check(Uri? uri, bool allowUnencrypted)
    {
        if (uri is null || !uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https"))
            throw Wrong(uri, "is no address of a server", "Give an address such as https://dhis2.example.org/hmis.");
        if (uri.UserInfo.Length > 0)
            throw Wrong(new UriBuilder(uri) { UserName = "", Password = "" }.Uri, "was given with a user name or password in it", "Leave them out and use -Credential or -Token.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Wrong(uri, "holds a query or a fragment", $"Give the server's address alone: {uri.GetLeftPart(UriPartial.Path)}");
        var path = uri.AbsolutePath + (uri.AbsolutePath.EndsWith('/') ? "" : "/");
        foreach (var part in s_pageParts)
        {
            var at = path.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
                throw Wrong(uri, "is the address of a page or of the API, not of the server", $"Give the address up to there: {uri.GetLeftPart(UriPartial.Authority)}{path.Substring(0, at)}");
        }
        if (uri.Scheme == "http" && !allowUnencrypted && !IsLoopback(uri))
            throw Wrong(uri, "is plain http: the password or token would be readable on the way", "Use https, or, where nobody can listen, -AllowUnencryptedAuthentication.");
        return new UriBuilder(uri) { Path = path }.Uri;
    }

    internal static bool IsLoopback(Uri uri) =>
        uri.IsLoopback || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    private static Dhis2InputException Wrong(Uri? uri, string what, string action) => new($"'{uri}' {what}.", action) { Item = uri };
}
