using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Recordings;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.OAuth2;

namespace Dhis2.Client.Tests.Replay;

/// <summary>Turns the names that stand for secrets in a recording into secrets of the sandbox.</summary>
internal sealed class ReplayIdentity(SandboxUsers users)
{
    private readonly Dictionary<string, string> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public string Authorization(RecordedExchange exchange, string recorded)
    {
        var blank = recorded.IndexOf(' ', StringComparison.Ordinal);
        var scheme = recorded[..Math.Max(0, blank)];
        var value = recorded[(blank + 1)..];
        if (value.Contains('<', StringComparison.Ordinal))
            return scheme + " " + Token(value);
        if (scheme != "Basic" || value.Length == 0 || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') || value.StartsWith("YXV0", StringComparison.Ordinal))
            return recorded;
        return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{value}:{Password(exchange.Name, value)}"));
    }

    public string Cookie(string recorded)
    {
        const string Prefix = "JSESSIONID=";
        return string.Join("; ", recorded.Split("; ").Select(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal)
            ? Prefix + _sessions.GetValueOrDefault(cookie[Prefix.Length..], "0123456789ABCDEF")
            : cookie));
    }

    /// <summary>Remembers which session and which token of the sandbox stand for which of the recording.</summary>
    public void Learn(RecordedResponse recorded, ReplayedAnswer actual)
    {
        var name = Session(recorded.Header("Set-Cookie"));
        var value = Session(actual.Headers.GetValueOrDefault("Set-Cookie"));
        if (name is not null && value is not null && name != "<session>")
            _sessions[name] = value;
        // A token without a name of its own is one that is not used later.
        if (Key(recorded.Body.Json) is { } token && token != "<token>" && Key(actual.Json) is { } key)
            _tokens[token.Trim('<', '>')] = key;
    }

    private string Password(string exchange, string user)
    {
        if (exchange.Contains("wrong-password", StringComparison.Ordinal) || exchange.Contains("fifth-failure", StringComparison.Ordinal))
            return "wrong";
        if (exchange.Contains("wrong-secret", StringComparison.Ordinal))
            return "wrong";
        return users.Find(user)?.Password ?? ClientSecret(user) ?? SandboxUsers.Password;
    }

    private static string? ClientSecret(string client) => client switch
    {
        "conf" or "short" or "plain" => KnownSecrets.Secret,
        "rec-client" or "rec-cc" => "1e6db50c-0fee-11e5-98d0-3c15c2c6caf6",
        _ => null,
    };

    private string Token(string recorded)
    {
        var open = recorded.IndexOf('<', StringComparison.Ordinal);
        var close = recorded.IndexOf('>', StringComparison.Ordinal);
        var name = recorded[(open + 1)..close];
        var changed = name.EndsWith("-last-character-changed", StringComparison.Ordinal);
        if (changed)
            name = name[..^"-last-character-changed".Length];
        var key = _tokens.GetValueOrDefault(name) ?? ApiTokens.Named.GetValueOrDefault(name)?.Key ?? ApiTokens.Unknown;
        if (changed)
            key = key[..^1] + (key[^1] == '0' ? '1' : '0');
        return recorded[..open] + key + recorded[(close + 1)..];
    }

    private static string? Key(JsonNode? answer) => (answer as JsonObject)?["response"] is JsonObject response ? (string?)response["key"] : null;

    private static string? Session(string? cookie) =>
        cookie is not null && cookie.StartsWith("JSESSIONID=", StringComparison.Ordinal) ? cookie["JSESSIONID=".Length..].Split(';')[0] : null;
}
