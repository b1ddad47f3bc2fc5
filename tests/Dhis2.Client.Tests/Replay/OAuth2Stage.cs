using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dhis2.Recordings;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.OAuth2;

namespace Dhis2.Client.Tests.Replay;

/// <summary>
/// The secrets of the recording of OAuth2: those that an answer brought are learned from the sandbox's answer, and those that came
/// from requests that left no exchange (codes of further logins, signed assertions, a provider's tokens) are made here.
/// </summary>
internal sealed partial class OAuth2Stage(SandboxServer server)
{
    public const string Area = "oauth2";

    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly DeviceKey _key = new();
    private string _browser = "";
    private string _last = "";

    /// <summary>Does what was done on the real server, and makes what a request needs.</summary>
    public void Enter(RecordedExchange exchange)
    {
        if (_browser.Length == 0 && exchange.Name == "authorize-consent-page")
            _browser = server.State.Sessions.Open(server.Users["reader"]);
        if (exchange.Name == "external-disabled-user")
            server.Users["oidc_user"].Disabled = true;
        if (exchange.Name is "token-code-expired" or "refresh-expired" or "api-bearer-expired")
            Expire(exchange.Name);
        foreach (Match name in Name().Matches(exchange.Request.Path + string.Concat(exchange.Request.Headers.Values) + Text(exchange)))
        {
            if (name.Value != "<session>" && !_secrets.ContainsKey(name.Value))
                _secrets[name.Value] = Make(exchange, name.Value);
        }
    }

    /// <summary>Puts secrets in the place of their names.</summary>
    public string Apply(RecordedExchange exchange, string text)
    {
        foreach (var (name, secret) in _secrets)
            text = text.Replace(name, secret, StringComparison.Ordinal);
        if (exchange.Name.StartsWith("device-register", StringComparison.Ordinal))
            text = PublicKey().Replace(text, _ => "\"n\":\"" + (string)_key.Public()["n"]! + "\"");
        // The page that asks for consent is another one each time, and so is what it sends.
        return exchange.Name.StartsWith("authorize-consent-", StringComparison.Ordinal) && exchange.Version is "2.42" or "2.43"
            ? ConsentState().Replace(text, _ => "state=" + Uri.EscapeDataString(AskForConsent()))
            : text;
    }

    public string Cookie(RecordedExchange exchange) =>
        "JSESSIONID=" + (exchange.Name is "api-bearer-cookie-alone" or "authorize-login" ? _last : _browser);

    public void Learn(RecordedExchange exchange, ReplayedAnswer answer)
    {
        if (answer.Headers.GetValueOrDefault("Set-Cookie") is { } cookie)
            _last = cookie["JSESSIONID=".Length..].Split(';')[0];
        if (exchange.Name == "authorize-login")
            _browser = _last;
        Learn(exchange.Response.Header("Location"), answer.Headers.GetValueOrDefault("Location"));
        if (exchange.Response.Body.Json is JsonObject recorded && answer.Json is JsonObject actual)
        {
            foreach (var (key, value) in recorded)
            {
                if (value is JsonValue text && text.TryGetValue<string>(out var name) && name.StartsWith('<'))
                    _secrets[name] = (string?)actual[key] ?? "";
            }
        }
    }

    private void Learn(string? recorded, string? actual)
    {
        if (recorded is null || actual is null || Name().Match(recorded) is not { Success: true } name)
            return;
        var after = recorded[..name.Index];
        var parameter = after[(after.LastIndexOfAny(['?', '&']) + 1)..];
        var at = actual.IndexOf(parameter, StringComparison.Ordinal);
        if (at >= 0)
            _secrets[name.Value] = actual[(at + parameter.Length)..].Split('&')[0];
    }

    private static string Text(RecordedExchange exchange) => exchange.Request.Body.IsEmpty ? "" : Encoding.UTF8.GetString(exchange.Request.Body.ToBytes());

    private string Make(RecordedExchange exchange, string name) => name[1..name.LastIndexOf('-')] switch
    {
        "code" => MakeCode(exchange),
        "tampered-access-token" => Tamper(_secrets["<access-token-2>"]),
        "access-token" => MakeToken(),
        "initial-access-token" => Enrol(),
        "client-assertion" => _key.Assert(_secrets["<device-client-id-44>"], server.Uri + "oauth2/token", exchange.Name.Contains("expired", StringComparison.Ordinal)),
        "external-token" or "unsigned-token" => MakeExternal(exchange.Name["external-".Length..]),
        _ => throw new InvalidOperationException($"{exchange}: nothing stands for {name}."),
    };

    private string MakeCode(RecordedExchange exchange)
    {
        var id = exchange.Request.Headers.GetValueOrDefault("Authorization")?.Split(' ')[^1] ?? (Text(exchange).Contains("client_id=conf", StringComparison.Ordinal) ? "conf" : "pub");
        if (exchange.Name == "token-code-of-other-client")
            id = "pub";
        var scopes = exchange.Name switch
        {
            "token-email-of-user-without" => new[] { "openid", "username", "email" },
            "token-confidential" or "token-confidential-post" => ["openid", "profile", "username"],
            _ => ["openid", "username"],
        };
        var request = new AuthorizationRequest(id, "http://127.0.0.1:9090/callback", scopes, "xyz", "I5-xXN0P_FER-UBklSwpgI77-ecKfZdVaqgzTCqWIdg");
        return server.OAuth2.AddCode(request, server.Users["reader"], server.OAuth2.Find(id)!);
    }

    private string AskForConsent()
    {
        var state = OAuth2Store.NewSecret();
        server.OAuth2.Pending[state] = new AuthorizationRequest("pub", "http://127.0.0.1:9090/callback", ["openid", "username"], "xyz", "I5-xXN0P_FER-UBklSwpgI77-ecKfZdVaqgzTCqWIdg");
        return state;
    }

    private string MakeToken()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Jwt.Make(new JsonObject { ["sub"] = "reader", ["aud"] = "conf", ["iss"] = server.Uri.AbsoluteUri, ["nbf"] = now, ["exp"] = now + 300 }, server.OAuth2.ServerKey);
    }

    private string MakeExternal(string fault)
    {
        var issuer = server.Uri.GetLeftPart(UriPartial.Authority) + Provider.Path;
        return Provider.Token(server.OAuth2, Provider.Claims(issuer, null, fault, TimeSpan.FromMinutes(5)), fault);
    }

    private string Enrol()
    {
        var token = OAuth2Store.NewSecret();
        server.OAuth2.Enrolments[token] = "reader";
        return token;
    }

    // What the recorder waited for is brought about at once.
    private void Expire(string name)
    {
        var past = DateTimeOffset.UtcNow.AddHours(-1);
        if (name == "refresh-expired")
        {
            foreach (var (token, grant) in server.OAuth2.RefreshTokens.Where(t => t.Value.ClientId == "short"))
                server.OAuth2.RefreshTokens[token] = grant with { Ends = past };
        }
        else if (name == "api-bearer-expired")
        {
            var claims = Jwt.Read(_secrets["<access-token-36>"])!.Claims;
            claims["exp"] = past.ToUnixTimeSeconds();
            _secrets["<access-token-36>"] = Jwt.Make(claims, server.OAuth2.ServerKey);
        }
        else
        {
            var code = server.OAuth2.AddCode(new AuthorizationRequest("short", "http://127.0.0.1:9090/callback", ["username"], null, null), server.Users["reader"], server.OAuth2.Find("short")!);
            server.OAuth2.Codes[code] = server.OAuth2.Codes[code] with { Grant = server.OAuth2.Codes[code].Grant with { Ends = past } };
            _secrets["<code-34>"] = code;
        }
    }

    private static string Tamper(string token) => token[..^10] + (token[^10] == 'A' ? 'B' : 'A') + token[^9..];

    [GeneratedRegex("<[a-z-]+[0-9]*>")]
    private static partial Regex Name();

    [GeneratedRegex("\"n\": ?\"[^\"]+\"")]
    private static partial Regex PublicKey();

    [GeneratedRegex("state=[^&]+")]
    private static partial Regex ConsentState();
}
