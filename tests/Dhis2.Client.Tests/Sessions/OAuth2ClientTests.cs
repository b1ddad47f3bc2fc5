using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dhis2.Client.Sessions;
using Dhis2.Client.Sessions.OAuth2;
using Dhis2.Client.Tests.Support;
using Dhis2.Sandbox.Faults;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.OAuth2;
using Dialect = Dhis2.Sandbox.Hosting.Dialect;

namespace Dhis2.Client.Tests.Sessions;

/// <summary>A client for itself: by secret at a provider, by key at the server, and what each refusal means.</summary>
public sealed class OAuth2ClientTests
{
    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [InlineData("RSA", "pkcs8", Dialect.V42)]
    [InlineData("RSA", "pkcs1", Dialect.V43)]
    [InlineData("EC", "pkcs8", Dialect.V43)]
    [InlineData("EC", "sec1", Dialect.V42)]
    public async Task An_enrolled_device_proves_itself_by_its_key(string kind, string format, Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = (kind, format) switch
        {
            ("RSA", "pkcs1") => rsa.ExportRSAPrivateKeyPem(),
            ("EC", "sec1") => ec.ExportECPrivateKeyPem(),
            ("RSA", _) => rsa.ExportPkcs8PrivateKeyPem(),
            _ => ec.ExportPkcs8PrivateKeyPem(),
        };
        using var session = await bench.ConnectAsync(bench.Device(kind == "RSA" ? rsa : ec, pem));
        Assert.Equal("reader", session.UserName);
        var form = OAuth2LoginTests.Form(Assert.Single(bench.TokenRequests).Body);
        Assert.Equal(("client_credentials", "username", "device"), (form["grant_type"], form["scope"], form["client_id"]));
        var claims = Jwt.Read(form["client_assertion"])!;
        Assert.Equal(bench.Server.Uri + "oauth2/token", Assert.Single(claims.Audience));
        Assert.InRange((claims.Time("exp")! - claims.Time("iat")!).Value.TotalSeconds, 1, 300);
        Assert.Equal("k1", claims.KeyId);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_that_is_off_does_no_harm(int minutes)
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        using var rsa = RSA.Create(2048);
        var good = bench.Device(rsa, rsa.ExportPkcs8PrivateKeyPem());
        foreach (var endpoint in new[] { null, new Uri(bench.Server.Uri, "oauth2/token") })
        {
            var passed = TimeSpan.FromDays(1);
            var options = new OAuth2Options { ClientId = good.ClientId, ClientKey = good.ClientKey, TokenEndpoint = endpoint, Now = () => DateTimeOffset.UtcNow.AddMinutes(minutes), Elapsed = () => passed };
            bench.Server.Log.Clear();
            using var session = await bench.ConnectAsync(options);
            Assert.Equal("reader", session.UserName);
            Assert.InRange(bench.TokenRequests.Count, 1, 2);
            var asked = bench.TokenRequests.Count;
            passed += TimeSpan.FromSeconds(260);
            await bench.ReadAsync(session);
            Assert.Equal(asked, bench.TokenRequests.Count);
            passed += TimeSpan.FromSeconds(20);
            await bench.ReadAsync(session);
            Assert.Equal(asked + 1, bench.TokenRequests.Count);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_gives_the_token_and_the_server_takes_it(bool byIssuer)
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V43);
        using var session = await bench.ConnectAsync(AtProvider(bench, null, byIssuer));
        Assert.Equal("oidc_user", session.UserName);
        var form = OAuth2LoginTests.Form(Assert.Single(bench.TokenRequests).Body);
        Assert.Equal(Provider.Audience, form["audience"]);
        Assert.False(form.ContainsKey("scope"));
        bench.Server.OAuth2.AccessLife = TimeSpan.FromSeconds(300);
        await bench.ReadAsync(session);
    }

    [Theory]
    [InlineData("issuer-slash", 500, AuthenticationReason.OAuth2Refused, "slash")]
    [InlineData("no-audience", 500, AuthenticationReason.OAuth2Refused, "-Audience")]
    [InlineData("wrong-audience", 401, AuthenticationReason.OAuth2Refused, "-Audience")]
    [InlineData("unknown-user", 401, AuthenticationReason.OAuth2Refused, "openId")]
    [InlineData("no-claim", 401, AuthenticationReason.OAuth2Refused, "mapping_claim")]
    [InlineData("expired", 401, AuthenticationReason.TokenExpired, "clocks")]
    [InlineData("not-yet", 401, AuthenticationReason.OAuth2Refused, "clocks")]
    [InlineData("other-key", 401, AuthenticationReason.UnknownToken, "keys")]
    [InlineData("unknown-issuer", 401, AuthenticationReason.OAuth2Refused, "issuer")]
    public async Task What_the_server_has_against_a_token_is_said_once_and_with_advice(string fault, int status, AuthenticationReason reason, string advice)
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(AtProvider(bench, fault)));
        Assert.Equal((status, reason), (error.StatusCode, error.Reason));
        Assert.Contains(advice, error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", error.Message, StringComparison.OrdinalIgnoreCase);
        if (error.Report?.DevMessage is { } detail)
            Assert.Contains(detail, error.Message, StringComparison.Ordinal);
        Assert.Single(bench.TokenRequests);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task The_servers_own_credentials_are_for_devices_only(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(WithSecret()));
        Assert.Contains("enrolled devices", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(dialect <= Dialect.V41 ? "invalid_client" : "unauthorized_client", error.Error);
    }

    [Theory]
    [InlineData(Dialect.V40, 401)]
    [InlineData(Dialect.V41, 500)]
    public async Task Old_servers_give_out_credentials_that_they_do_not_take(Dialect dialect, int status)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        bench.Register("conf", null, KnownSecrets.Secret, "", c => c["grantTypes"] = new System.Text.Json.Nodes.JsonArray("client_credentials"));
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(WithSecret()));
        Assert.Equal((status, AuthenticationReason.OAuth2Refused), (error.StatusCode, error.Reason));
        Assert.Contains("external provider", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task An_unknown_client_and_a_wrong_secret_are_the_clients_fault(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        foreach (var (id, secret) in new[] { ("nobody", "x"), ("conf", "wrong") })
        {
            var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(new OAuth2Options { ClientId = id, ClientSecret = secret }));
            Assert.Equal(AuthenticationReason.OAuth2Refused, error.Reason);
            Assert.Contains("-ClientSecret", error.RecommendedAction, StringComparison.Ordinal);
            Assert.Contains($"'{id}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_401_is_the_clients_fault_and_not_a_wrong_password()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        bench.Server.Faults.Add(new Fault { Kind = FaultKind.Empty, Path = "/oauth2/token", Status = 401 });
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(WithSecret()));
        Assert.Contains("the answer is empty", error.Message, StringComparison.Ordinal);
        Assert.Contains("BCrypt", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.V42)]
    [InlineData(Dialect.V43)]
    public async Task A_server_whose_OAuth2_is_off_says_so(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => TestSession.ConnectAsync(server, o => o with { Identity = Dhis2Identity.OAuth2(WithSecret()) }));
        Assert.Contains("oauth2.server.enabled", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.V42)]
    public async Task A_token_that_names_nobody_lacks_a_scope(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        using var rsa = RSA.Create(2048);
        var device = bench.Device(rsa, rsa.ExportPkcs8PrivateKeyPem());
        bench.Server.State.Country.Of("oAuth2Clients").Values.Single(c => (string?)c["clientId"] == "device")["createdBy"] = null;
        var error = await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(device));
        Assert.Contains("scope 'username'", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_go_over_https_or_to_this_machine()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var options = new OAuth2Options { ClientId = "x", ClientSecret = "y", TokenEndpoint = new Uri("http://idp.example.org/token"), Handler = new AnsweringHandler(_ => throw new InvalidOperationException("It was sent.")) };
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => bench.ConnectAsync(options));
        Assert.Contains("plain http", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_calls_itself_otherwise_gets_no_secret()
    {
        await using var bench = await OAuth2Bench.StartAsync(Dialect.V42);
        var handler = new AnsweringHandler(r => AnsweringHandler.Json("""{"issuer":"https://evil.example.org","token_endpoint":"https://evil.example.org/token"}"""));
        var options = new OAuth2Options { ClientId = "x", ClientSecret = "y", Issuer = new Uri("https://idp.example.org"), Handler = handler };
        await Assert.ThrowsAsync<Dhis2OAuth2Exception>(() => bench.ConnectAsync(options));
        Assert.Equal("GET", Assert.Single(handler.Requests).Method);
    }

    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", "no private key")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----", "pass phrase")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----", "no private key")]
    [InlineData("hello", "no private key")]
    public void What_is_no_key_is_refused_and_not_repeated(string pem, string why)
    {
        var error = Assert.Throws<Dhis2InputException>(() => Dhis2Identity.OAuth2(new OAuth2Options { ClientId = "x", ClientKey = pem }));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(pem, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_a_name_or_a_proof_is_refused()
    {
        Assert.Throws<Dhis2InputException>(() => Dhis2Identity.OAuth2(new OAuth2Options { ClientId = " ", ClientSecret = "x" }));
        Assert.Throws<Dhis2InputException>(() => Dhis2Identity.OAuth2(new OAuth2Options { ClientId = "x" }));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task No_secret_is_seen_anywhere(Dialect dialect)
    {
        await using var bench = await OAuth2Bench.StartAsync(dialect);
        var seen = new StringBuilder();
        foreach (var kind in new FaultKind?[] { null, FaultKind.Status, FaultKind.Html, FaultKind.Empty, FaultKind.Reset, FaultKind.BadJson, FaultKind.LoginPage })
        {
            var options = bench.Interactive(keeper: new MemoryKeeper());
            seen.Append(options).Append(JsonSerializer.Serialize(options));
            try
            {
                using var session = await bench.ConnectAsync(options);
                seen.Append(session).Append(JsonSerializer.Serialize(session)).Append(session.Options).Append(session.Options.Identity);
                bench.Server.OAuth2.ForgetAccessTokens();
                if (kind is { } fault)
                    bench.Server.Faults.Add(new Fault { Kind = fault, Path = "/token", Status = 400, Count = 0 });
                await bench.ReadAsync(session);
            }
            catch (Dhis2Exception e)
            {
                seen.Append(e).Append(e.RecommendedAction).Append(e.Item).Append((e as Dhis2ApiException)?.Report?.Body);
            }
            bench.Server.Faults.Clear();
        }
        seen.AppendJoin('\n', bench.Events.All);
        Assert.True(seen.Length > 2000, "Nothing was seen at all.");
        foreach (var secret in Secrets(bench.Server))
            Assert.DoesNotContain(secret, seen.ToString(), StringComparison.Ordinal);
    }

    private static List<string> Secrets(SandboxServer server)
    {
        var secrets = new List<string> { KnownSecrets.Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes("conf:" + KnownSecrets.Secret)), "JSESSIONID" };
        foreach (var request in server.Log.Requests)
        {
            if (request.Headers.TryGetValue("Authorization", out var header))
                secrets.Add(header.Split(' ')[1]);
            if (request.Path.EndsWith("/token", StringComparison.Ordinal) && request.Body.Length > 0)
                secrets.AddRange(OAuth2LoginTests.Form(request.Body).Where(f => f.Key is "code" or "code_verifier" or "refresh_token").Select(f => f.Value));
        }
        Assert.True(secrets.Count > 30, "There were no secrets to be seen.");
        return secrets;
    }

    private static OAuth2Options WithSecret() => new() { ClientId = "conf", ClientSecret = KnownSecrets.Secret };

    private static OAuth2Options AtProvider(OAuth2Bench bench, string? fault, bool byIssuer = false)
    {
        var issuer = new Uri(bench.Server.Uri.GetLeftPart(UriPartial.Authority) + Provider.Path);
        return new OAuth2Options
        {
            ClientId = Provider.ClientId,
            ClientSecret = KnownSecrets.OddSecret,
            TokenEndpoint = byIssuer ? null : new Uri(issuer + "/token"),
            Issuer = byIssuer ? issuer : null,
            Audience = fault is null ? Provider.Audience : null,
            Scope = fault,
        };
    }
}
