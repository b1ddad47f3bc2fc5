using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Hosting;

/// <summary>The raw query, where its text matters.</summary>
internal static class QueryText
{
    /// <summary>Holds a percent sign that begins no escape.</summary>
    public static bool IsBroken(string part)
    {
        for (var at = part.IndexOf('%', StringComparison.Ordinal); at >= 0; at = part.IndexOf('%', at + 1))
        {
            if (at + 2 >= part.Length || !Uri.IsHexDigit(part[at + 1]) || !Uri.IsHexDigit(part[at + 2]))
                return true;
        }
        return false;
    }

    public static (string Name, string Value) Split(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
    }

    /// <summary>All parameters, decoded and in order; those with a broken escape are dropped, as 2.40 and 2.41 do.</summary>
    public static IEnumerable<(string Name, string Value)> Parameters(HttpRequest request)
    {
        var query = request.QueryString.Value ?? "";
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (IsBroken(part))
                continue;
            var (name, value) = Split(part);
            yield return (Decode(name), Decode(value));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
