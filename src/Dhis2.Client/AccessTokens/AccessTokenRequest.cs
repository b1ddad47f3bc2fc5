using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.AccessTokens;

/// <summary>What a new token is to be good for.</summary>
public sealed record AccessTokenRequest
{
    private static readonly string[] s_methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>When it ends; null leaves it to the server, which gives it 30 days.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>HTTP methods, in any case; empty allows all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>IPv4 and IPv6 addresses; empty allows all.</summary>
    public IReadOnlyList<string> IPAddresses { get; init; } = [];

    /// <summary>Values of the Referer header, to the letter; empty asks for none.</summary>
    public IReadOnlyList<string> Referrers { get; init; } = [];

    /// <summary>Refuses what the server would refuse, and what it would take and never honour.</summary>
    /// <exception cref="Dhis2InputException">An end in the past, or a limit that cannot be kept.</exception>
    internal void Check(DateTimeOffset now)
    {
        if (Expires <= now)
        {
            throw new Dhis2InputException(
                string.Format(CultureInfo.InvariantCulture, "A token that ends at {0:u} has ended already: it is {1:u}.", Expires.Value.UtcDateTime, now.UtcDateTime),
                "Give a time to come.")
            { Item = Expires };
        }
        foreach (var method in Methods.Where(m => !s_methods.Contains(m.ToUpperInvariant())))
            throw new Dhis2InputException($"A token cannot be limited to '{method}'.", $"Choose among {string.Join(", ", s_methods)}; HEAD counts as a method of its own that no token can name.") { Item = method };
        foreach (var address in IPAddresses.Where(a => ParseAddress(a) is null))
            throw new Dhis2InputException($"'{address}' is not an IP address.", "Give each address in full: the server knows no ranges and no names.") { Item = address };
        foreach (var referrer in Referrers.Where(r => !Uri.TryCreate(r, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
            throw new Dhis2InputException($"'{referrer}' is not a web address.", "Give the whole Referer header as it will be sent, such as 'https://dashboard.example.org/'.") { Item = referrer };
    }

    /// <summary>The body that asks for it.</summary>
    internal byte[] ToJson() => JsonBytes.OfObject(writer =>
    {
        if (Expires is { } expires)
            writer.WriteNumber("expire", expires.ToUnixTimeMilliseconds());
        writer.WriteStartArray("attributes");
        // The server compares letter by letter: methods in lower case would never match.
        WriteLimit(writer, AccessTokenJson.AddressLimit, IPAddresses.SelectMany(Spellings));
        WriteLimit(writer, AccessTokenJson.MethodLimit, Methods.Select(m => m.ToUpperInvariant()));
        WriteLimit(writer, AccessTokenJson.ReferrerLimit, Referrers);
        writer.WriteEndArray();
    });

    /// <summary>Whether a stored token has the very limits asked for.</summary>
    internal bool IsMetBy(AccessToken stored) =>
        (Expires is null ? stored.Expires is not null : stored.Expires?.ToUnixTimeMilliseconds() == Expires.Value.ToUnixTimeMilliseconds())
        && Same(Methods.Select(m => m.ToUpperInvariant()), stored.AllowedMethods)
        && Same(IPAddresses.Select(a => ParseAddress(a)!.ToString()), stored.AllowedIPAddresses)
        && Same(Referrers, stored.AllowedReferrers);

    /// <summary>An address in full; null where .NET would guess (<c>10.1</c>), and for one with a zone.</summary>
    internal static IPAddress? ParseAddress(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%') || text.Contains('['))
            return null;
        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text ? address : null;
    }

    private static bool Same(IEnumerable<string> asked, IEnumerable<string> stored) => new HashSet<string>(asked, StringComparer.Ordinal).SetEquals(stored);

    // The server compares texts: its own web server spells IPv6 in full, and proxies shorten it. Either will do for both.
    private static IEnumerable<string> Spellings(string text)
    {
        var address = ParseAddress(text)!;
        yield return address.ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            yield break;
        var bytes = address.GetAddressBytes();
        var full = new StringBuilder();
        for (var i = 0; i < bytes.Length; i += 2)
            full.Append(i == 0 ? "" : ":").Append(((bytes[i] << 8) | bytes[i + 1]).ToString("x", CultureInfo.InvariantCulture));
        if (full.ToString() != address.ToString())
            yield return full.ToString();
    }

    private static void WriteLimit(Utf8JsonWriter writer, (string Type, string Property) limit, IEnumerable<string> values)
    {
        var all = values.Distinct(StringComparer.Ordinal).ToList();
        // No limit is no list: what an empty one means is the server's guess.
        if (all.Count == 0)
            return;
        writer.WriteStartObject();
        writer.WriteString("type", limit.Type);
        writer.WriteStartArray(limit.Property);
        foreach (var value in all)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
