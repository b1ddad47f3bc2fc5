using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Preflight;
using Dhis2.Client.Tests.Support;
using Dhis2.Recordings;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Import;

/// <summary>What is known of values before they are sent, against what real servers said of them: a row that a server takes is never rejected.</summary>
public sealed class ValueRulesTests
{
    private static readonly Country s_country = Country.Load(new SandboxOptions());
    private static readonly ValueRules s_rules = new(OptionsOf, isIsoCalendar: true);

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    [Theory]
    [InlineData("NUMBER", "value_not_numeric", "0 -0 1 -1.50 0.0 123456789012345678901234567890 1.000", "+1 1. .5 01 -01.5 1e3 0x10 Infinity NaN 1,5 - -. ١ 1.5.2")]
    [InlineData("UNIT_INTERVAL", "value_not_unit_interval", "0 1 0.5 1.0 -0", "1.01 -0.1 2 .5")]
    [InlineData("PERCENTAGE", "value_not_percentage", "0 100 99.99 -0", "100.01 -1 50%")]
    [InlineData("INTEGER", "value_not_integer", "0 -7 7.0 -7.0 2147483647 -2147483648", "-0 7.00 7.5 007 +7 2147483648 -2147483649 1e3 x")]
    [InlineData("INTEGER_POSITIVE", "value_not_positive_integer", "1 7.0 2147483647", "0 -1 0.0 2147483648")]
    [InlineData("INTEGER_NEGATIVE", "value_not_negative_integer", "-1 -7.0 -2147483648", "0 1 -0 -2147483649")]
    [InlineData("INTEGER_ZERO_OR_POSITIVE", "value_not_zero_or_positive_integer", "0 0.0 7", "-1 -0 00")]
    [InlineData("BOOLEAN", "value_not_bool", "true TRUE tRuE t T yes Y 1 false False f no N 0", "maybe 2 on ja truer -1")]
    [InlineData("TRUE_ONLY", "value_not_true_only", "true TRUE t yes 1", "false 0 no 2 x")]
    [InlineData("LETTER", "value_not_valid_letter", "A z é Ж ½", "AB 1 -")]
    [InlineData("DATE", "value_not_valid_date", "2015-02-03 2016-02-29 2015-02-03T10:00:00Z 2015-02-03x 2015-02-03T 2015-02-03T10:00:00.000+0000", "2015-02-30 2015-2-3 2015-13-01 2015-00-01 2015-02-00 20150203 03-02-2015 2015-02-03. 2015-02-03) 2015-02")]
    [InlineData("AGE", "value_not_valid_age", "2015-02-03", "33 2015-02-30")]
    [InlineData("DATETIME", "value_not_valid_datetime", "2015-02-03T10:00 2015-02-03T10:00:00.000Z 2015-02-03t10", "2015-02-03 10:00 x")]
    [InlineData("TIME", "value_not_valid_time", "0:00 9:05 09:05 19:59 23:59", "24:00 10:60 10:5 10 :30 110:30 10:300 1x:00")]
    [InlineData("PHONE_NUMBER", "value_not_phone_number", "123456 +47(22)00.00/00#1 12345ext6", "12345 1234567a 123456789012345678901234567890123456789012345678901")]
    [InlineData("EMAIL", "value_not_valid_email", "a@b.org a@b", "a.b.org")]
    [InlineData("URL", "value_not_url", "http://a.org HTTPS://a.org/x?y=1 ftp://a.org http:x", "a.org www.a.org mailto:a@b.org //a.org")]
    [InlineData("TEXT", "", "anything 1,5", "")]
    [InlineData("COORDINATE", "", "[10.5,59.9] nowhere", "")]
    [InlineData("FILE_RESOURCE", "", "f7n9E0hX8qk nothing", "")]
    [InlineData("SOMETHING_NEW", "", "x", "")]
    public void A_type_takes_some_texts_and_not_others(string type, string reason, string good, string bad)
    {
        var element = new ElementFacts("", type, null, null);
        foreach (var value in good.Split(' '))
            Assert.True(s_rules.CheckValue(new DataValue { Value = value }, element) is null, value);
        foreach (var value in bad.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(s_rules.CheckValue(new DataValue { Value = value }, element) is { Code: "E8122" } fault && fault.Message.EndsWith($": {reason}", StringComparison.Ordinal), value);
    }

    [Fact]
    public void Where_another_calendar_counts_a_month_may_have_more_days()
    {
        var rules = new ValueRules(OptionsOf, isIsoCalendar: false);
        Assert.Null(rules.CheckValue(new DataValue { Value = "2072-02-32" }, new ElementFacts("", "DATE", null, null)));
        Assert.NotNull(rules.CheckValue(new DataValue { Value = "2072-02-33" }, new ElementFacts("", "DATE", null, null)));
    }

    [Theory]
    [InlineData("TEXT", "HOSP", true)]
    [InlineData("TEXT", "hosp", false)]
    [InlineData("TEXT", "Hospital", false)]
    [InlineData("TEXT", "HOSP,POST", false)]
    [InlineData("MULTI_TEXT", "HOSP", true)]
    [InlineData("MULTI_TEXT", "POST,HOSP", true)]
    [InlineData("MULTI_TEXT", "HOSP,,", true)]
    [InlineData("MULTI_TEXT", ",", true)]
    [InlineData("MULTI_TEXT", ",HOSP", false)]
    [InlineData("MULTI_TEXT", "HOSP, POST", false)]
    public void Options_go_by_their_codes(string type, string value, bool isOne) =>
        Assert.Equal(isOne ? null : "E8123", s_rules.CheckValue(new DataValue { Value = value }, new ElementFacts("", type, "BAXm6pDWS93", null))?.Code);

    [Fact]
    public void A_set_of_options_that_is_not_known_takes_everything() =>
        Assert.Null(s_rules.CheckValue(new DataValue { Value = "x" }, new ElementFacts("", "TEXT", "aaaaaaaaaaa", null)));

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public void The_check_agrees_with_each_value_that_a_real_server_judged(Dialect dialect)
    {
        var judged = Recorded(dialect).ToList();
        var wrong = judged.Where(row => IsWrong(dialect, row)).Select(row => $"{row.Name}: {row.Element.ValueType} '{row.Value.Value}' is {row.Code ?? "stored"}").ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(judged.Count(row => row.Code is null) > 250 && judged.Count(row => row.Code is not null) > 25, $"{judged.Count} values were judged, {judged.Count(row => row.Code is not null)} of them as bad.");
    }

    // Older servers put fewer spellings right; in all else they judge alike.
    private static bool IsWrong(Dialect dialect, JudgedValue row)
    {
        var fault = s_rules.CheckValue(row.Value, row.Element);
        if (dialect == Dialect.V43)
            return fault?.Code != row.Code || (fault is { Code: "E8122" } && !row.Message!.EndsWith(fault.Message.Split(": ")[1], StringComparison.Ordinal));
        var isSpelling = ValueTypeRules.Normalise(row.Value.Value!, row.Element.ValueType) != row.Value.Value;
        return row.Code is null ? fault is not null : fault is null ? !isSpelling : fault.Code != (row.Code == "E7619" ? "E8122" : "E8123");
    }

    private static IEnumerable<JudgedValue> Recorded(Dialect dialect)
    {
        var exchanges = RecordingArchive.Open(dialect.Number()).Area("data-values")
            .Where(e => e.Request.Method == "POST" && e.Request.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal) && e.Request.Body.IsWhole && !e.Request.Path.Contains("atomic=", StringComparison.Ordinal))
            .Where(e => e.Request.Body.Json?["dataValues"] is JsonArray && !e.Request.Path.Contains("DELETE", StringComparison.Ordinal))
            .Select(e => (e.Name, Rows: e.Request.Body.Json!["dataValues"]!.AsArray().Select(row => Value(row!.AsObject())).ToList(), Answer: e.Response.Body.Json));
        var cases = RecordedCase.All(dialect).Where(c => c.Options.Strategy != ImportStrategy.Delete)
            .Select(c => (Name: $"case {c.Number}", Rows: c.Rows.Select(row => row.Value).ToList(), Answer: (JsonNode?)c.Answer));
        return exchanges.Concat(cases).SelectMany(import => Judged(import.Name, import.Rows, import.Answer?["response"] as JsonObject));
    }

    // The values that a server came to: not where it refused the whole request, or a row for something else.
    private static IEnumerable<JudgedValue> Judged(string name, List<DataValue> rows, JsonObject? summary)
    {
        if (summary?["importCount"] is not JsonObject counts || counts.Sum(count => (int)count.Value!) == 0)
            yield break;
        var conflicts = (summary["conflicts"] as JsonArray ?? []).SelectMany(c => (c!["indexes"] as JsonArray ?? []).Select(i => (Index: (int)i!, Conflict: c!))).ToLookup(c => c.Index, c => c.Conflict);
        for (var i = 0; i < rows.Count; i++)
        {
            var conflict = conflicts[i].FirstOrDefault();
            var code = (string?)conflict?["errorCode"];
            var isOfOthers = code is not (null or "E7619" or "E7621" or "E8122" or "E8123" or "E8125") || rows[i].Value?.Contains("...cut", StringComparison.Ordinal) == true;
            if (isOfOthers || rows[i].Deleted || string.IsNullOrWhiteSpace(rows[i].Value) || Facts(rows[i].DataElement) is not { } element)
                continue;
            yield return new JudgedValue(name, rows[i], element, code == "E8125" ? null : code, (string?)conflict?["value"]);
        }
    }

    private static DataValue Value(JsonObject row) => new()
    {
        DataElement = row["dataElement"]?.ToString(),
        Value = row["value"] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string?)value : null,
        Deleted = row["deleted"] is JsonValue deleted && deleted.ToString() == "true",
    };

    private static ElementFacts? Facts(string? uid) => uid is not null && s_country.Find("dataElements", uid) is { } element
        ? new ElementFacts("", (string)element["valueType"]!, (string?)element["optionSet"]?["id"], null)
        : null;

    private static string[]? OptionsOf(string uid) => s_country.Find("optionSets", uid)?["options"] is JsonArray options
        ? [.. options.Select(option => (string)s_country.Find("options", (string)option!["id"]!)!["code"]!)]
        : null;

    /// <summary>A value that a real server took or rejected.</summary>
    private sealed record JudgedValue(string Name, DataValue Value, ElementFacts Element, string? Code, string? Message);
}
