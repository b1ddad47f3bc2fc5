using System.Text.Json.Nodes;
using Dhis2.Recordings;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Replay;

/// <summary>What was done to the real server between the exchanges of a recording, and left no exchange behind.</summary>
internal static class ReplayStages
{
    private static readonly Dictionary<(string Area, string Name), Action<SandboxServer>> s_stages = new()
    {
        [("auth", "lock-right-password")] = server => server.Users["auth_lock"].Locked = true,
        [("auth", "lock-setting-off")] = server => server.Users["auth_lock"].Locked = false,
        [("auth", "token-create-plain")] = StartWithoutTokens,
        [("auth", "token-ok")] = server => Give(server, "token-clerk", "token-of-user2", "token-of-2fa-user"),
        [("auth", "token-owner-disabled-cached")] = DisableOwnerOfUsedToken,
        [("auth", "2fa-basic")] = server => server.Users["auth_2fa"].TwoFactor = true,
        [("auth", "2fa-basic-after")] = server => server.Users["auth_2fa"].TwoFactor = false,
        [("auth", "me")] = AddProgramsAndDataSets,
        [("auth", "cors-listed")] = server => server.AllowedOrigins.Add("https://app.example.org"),
        [("csrf", "session-timed-out")] = server => server.Sessions.Clear(),
        [("system", "info-admin")] = AddAll,
        [("system", "settings")] = SetIntro,
        [("metadata", "list-default")] = AddTrackerElements,
        [("metadata", "translate-no-locale")] = AddTranslated,
        [("metadata-filters", "eq")] = AddOddNames,
        [("metadata-export", "export")] = AddElements,
        [("sql-views", "create-query")] = SqlViewStage.MakeViews,
    };

    // Data elements of other recordings that were on the server at the time.
    private static readonly string[] s_withTracker = ["metadata 2.41", "metadata 2.42", "metadata 2.43", "metadata-filters 2.42"];

    public static void Enter(RecordedExchange exchange, SandboxServer server)
    {
        if (exchange.Area is "data-values" or "jobs")
            DataValueStages.Enter(exchange.Name, server.State);
        if (s_stages.TryGetValue((exchange.Area, exchange.Name), out var stage))
            stage(server);
        MetadataStages.Enter(exchange, server);
    }

    // And on the day of the recording: the ends of the tokens' lives are dates of then.
    private static void StartWithoutTokens(SandboxServer server)
    {
        server.Tokens.Clear();
        server.Clock.Offset = new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero) - DateTimeOffset.UtcNow;
    }

    // Tokens that were made without an exchange.
    private static void Give(SandboxServer server, params string[] names)
    {
        foreach (var name in names)
            server.Tokens.Put(ApiTokens.Named[name]);
    }

    private static void DisableOwnerOfUsedToken(SandboxServer server)
    {
        Give(server, "token-of-user");
        server.Tokens.Remember(ApiTokens.Named["token-of-user"]);
        server.Users["auth_tok"].Disabled = true;
    }

    private static void AddProgramsAndDataSets(SandboxServer server)
    {
        foreach (var uid in new[] { "tkProgram01", "tkProgram02", "tkProgram03" })
            server.State.Country.Put("programs", new JsonObject { ["id"] = uid, ["name"] = uid, ["shortName"] = uid });
        foreach (var uid in new[] { "moreDataSe1", "moreDataSe2" })
            server.State.Country.Put("dataSets", new JsonObject { ["id"] = uid, ["name"] = uid, ["shortName"] = uid, ["periodType"] = "Monthly" });
    }

    // An earlier recording had set it.
    private static void SetIntro(SandboxServer server)
    {
        if (server.State.Dialect <= Dialect.V41)
            server.State.Settings.Set("keyApplicationIntro", "Intro");
    }

    private static void AddAll(SandboxServer server)
    {
        AddProgramsAndDataSets(server);
        AddElements(server);
    }

    private static void AddElements(SandboxServer server)
    {
        AddTrackerElements(server, "system");
        for (var i = 1; i <= 4; i++)
            server.State.Country.Put("dataElements", Element($"moreElemen{i}", $"DE_MORE_{i}", $"More {i}", "NUMBER"));
    }

    private static void AddTrackerElements(SandboxServer server) => AddTrackerElements(server, "metadata");

    private static void AddTrackerElements(SandboxServer server, string area)
    {
        if (area != "system" && !s_withTracker.Contains($"{area} {server.State.Dialect.Number()}"))
            return;
        var elements = new (string Code, string Name, string ValueType)[]
        {
            ("TK_DE_DATE", "TK date", "DATE"), ("TK_DE_OTHER", "TK not in a stage", "TEXT"), ("TK_DE_NUMBER", "TK number", "NUMBER"),
            ("TK_DE_OPT", "TK option", "TEXT"), ("TK_DE_TEXT", "TK text", "TEXT"), ("TK_DE_BOOL", "TK yes or no", "BOOLEAN"),
            ("TK_DE_TRUE", "TK yes only", "TRUE_ONLY"),
        };
        for (var i = 0; i < elements.Length; i++)
        {
            var element = Element($"tkElement0{i}", elements[i].Code, elements[i].Name, elements[i].ValueType, "TRACKER");
            if (elements[i].Code == "TK_DE_OPT")
                element["optionSet"] = new JsonObject { ["id"] = "BAXm6pDWS93" };
            server.State.Country.Put("dataElements", element);
        }
    }

    private static void AddTranslated(SandboxServer server)
    {
        var element = Element("Ycvr847OLCJ", "META_TR", "META Weight", "NUMBER");
        element["translations"] = JsonNode.Parse(
            """[{"locale":"fr","property":"NAME","value":"META Poids"},{"locale":"fr","property":"SHORT_NAME","value":"Poids"}]""");
        server.State.Country.Put("dataElements", element);
    }

    private static void AddOddNames(SandboxServer server)
    {
        AddTrackerElements(server, "metadata-filters");
        var comma = Element("metafComma1", "METAF_COMMA", "METAF Births, late", "NUMBER");
        comma["attributeValues"] = JsonNode.Parse("""[{"attribute":{"id":"a5cAFIwsWBM"},"value":"A, b"}]""");
        server.State.Country.Put("dataElements", comma);
        foreach (var (uid, code, name) in new[]
        {
            ("metafColon1", "METAF_COLON", "METAF a:b"), ("metafBracke", "METAF_BRACKET", "METAF [x] (y) {z}"),
            ("metafQuote1", "METAF_QUOTE", "METAF \"q\" 'p'"), ("metafUnicod", "METAF_UNICODE", "METAF Ünï 漢字 😀"),
            ("metafSigns1", "METAF_SIGNS", "METAF 100% & + / # ? = _ ^ | ~ * $"), ("metafBack01", "METAF_BACK", "METAF back\\slash"),
        })
            server.State.Country.Put("dataElements", Element(uid, code, name, "NUMBER"));
    }

    private static JsonObject Element(string uid, string code, string name, string valueType, string domain = "AGGREGATE") => new()
    {
        ["id"] = uid,
        ["code"] = code,
        ["name"] = name,
        ["shortName"] = name,
        ["valueType"] = valueType,
        ["domainType"] = domain,
        ["aggregationType"] = "NONE",
        ["categoryCombo"] = new JsonObject { ["id"] = "bjDvmb4bfuf" },
    };
}
