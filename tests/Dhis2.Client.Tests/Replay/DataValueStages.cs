using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Replay;

/// <summary>The data values that were stored between the exchanges of a recording, so that the next one had something to meet.</summary>
internal static class DataValueStages
{
    private const string Births = "wQnWB75rNpL";
    private const string Deaths = "SgcilVDz1X3";
    private const string Stock = "YZmIVeMBhum";
    private const string Coverage = "TlJ5lmi16Nq";
    private const string Note = "tqMs4690lkQ";
    private const string Visits = "OqYjd00phS6";
    private const string GirlsUnder5 = "T263yzuGhlX";
    private const string Clinic = "aIv4qaIOQ2k";
    private const string Other = "BqNcgiWAlgv";
    private const string Exported = "KwRtWpWGrgR";

    private static readonly Dictionary<string, (string Element, string Period, string OrgUnit, string Value, string? OptionCombo)[]> s_stages = new(StringComparer.Ordinal)
    {
        ["post-empty-values"] = [.. new[] { Births, Deaths, Stock, Coverage, Note }.Select(element => (element, "201602", Clinic, "5", (string?)null))],
        ["post-deleted"] = [(Births, "201603", Clinic, "5", null), (Stock, "201603", Clinic, "5", null)],
        ["post-zeros"] = [(Stock, "201604", Clinic, "5", null), ("VOVsPEy0oiI", "201604", Clinic, "5", GirlsUnder5)],
        ["post-delete-option-without-value"] = [("sKT4f8GsJrV", "201605", Clinic, "HOSP", null)],
        ["duplicates-stored"] = [(Births, "201607", Clinic, "5", null)],
        ["crash-nul"] = [(Births, "201401", Other, "1", null), (Deaths, "201401", Other, "1", null)],
        ["crash-no-file"] = [(Births, "201402", Other, "1", null)],
        ["dry-run"] = [(Births, "201403", Other, "5", null)],
        ["strategy-update"] = [(Births, "201404", Other, "5", null)],
        ["strategy-delete-odd-values"] = [(Births, "201404", Other, "5", null), (Stock, "201404", Other, "5", null)],
        ["strategy-in-body"] = [(Births, "201405", Other, "5", null)],
        ["skip-existing-check"] = [(Coverage, "201406", Other, "1", null)],
        ["deletion-dry-run"] = [(Births, "201409", Other, "1", null), (Deaths, "201409", Other, "2", null), (Stock, "201409", Other, "3", null), (Visits, "201409", Other, "4", GirlsUnder5)],
        ["deletion-bad-value"] = [(Births, "201410", Other, "1", null), (Deaths, "201410", Other, "2", null), (Stock, "201410", Other, "3", null), (Visits, "201410", Other, "4", GirlsUnder5)],
        ["data-values-start"] = [(Births, "202105", "FqAnDr3Gh4M", "5", null), (Deaths, "202105", "FqAnDr3Gh4M", "1", null)],
        ["rejected-values-start"] = [(Births, "202106", "FqAnDr3Gh4M", "5", null)],
        ["export-json"] =
        [
            (Deaths, "201501", Exported, "2", null), ("va7KGyRedqS", "201501", Exported, "true", null), (Note, "201501", Exported, "line1\nline2 \"q\", <&>", null),
            (Visits, "201501", Exported, "5", GirlsUnder5), (Births, "201502", Exported, "3", null), (Births, "201501", "gJYfUn6Vm4q", "4", null),
        ],
    };

    public static void Enter(string exchange, SandboxState state)
    {
        foreach (var (element, period, orgUnit, value, combo) in s_stages.GetValueOrDefault(exchange, []))
            Put(state, element, period, orgUnit, new StoredValue { Value = value }, combo);
        if (exchange == "late")
            PutSet(state, "pvU2Y8JVGXh", "hBtPRNWr6mY", "\"expiryDays\":5");
        if (exchange == "input-period")
        {
            PutSet(state, "nEKfmCO9zsG", "SUosEosdabp", """
                "dataInputPeriods":[
                    {"period":{"id":"201601"},"openingDate":"2016-01-01","closingDate":"2016-03-01"},
                    {"period":{"id":"201602"},"openingDate":"2016-01-01"},
                    {"period":{"id":"201603"},"openingDate":"2016-01-01"}]
                """);
        }
        if (exchange == "post-deleted")
            Put(state, Births, "201603", Clinic, new StoredValue { Value = "5", Comment = "note" });
        if (exchange != "export-json")
            return;
        Put(state, Births, "201501", Exported, new StoredValue { Value = "1", Comment = "say \"hi\", ok", FollowUp = true });
        Put(state, Deaths, "201501", "gJYfUn6Vm4q", new StoredValue { Value = "9", Deleted = true });
        Put(state, "WnOEEQwZgvA", "2014Q3", Exported, new StoredValue { Value = "12.50" }, attributeCombo: "Wy87rYjlpSG");
    }

    // A monthly data set of one element at one clinic.
    private static void PutSet(SandboxState state, string uid, string element, string more)
    {
        state.Country.Put("dataElements", JsonNode.Parse($"{{\"id\":\"{element}\",\"name\":\"{element}\",\"valueType\":\"NUMBER\"}}")!.AsObject());
        state.Country.Put("dataSets", JsonNode.Parse(
            $"{{\"id\":\"{uid}\",\"name\":\"{uid}\",\"periodType\":\"Monthly\",\"openFuturePeriods\":1,\"dataSetElements\":[{{\"dataElement\":{{\"id\":\"{element}\"}}}}],"
            + $"\"organisationUnits\":[{{\"id\":\"{Clinic}\"}}],{more}}}")!.AsObject());
    }

    private static void Put(SandboxState state, string element, string period, string orgUnit, StoredValue value, string? combo = null, string? attributeCombo = null)
    {
        var key = new ValueKey(element, period, orgUnit, combo ?? Country.DefaultCategoryOptionCombo, attributeCombo ?? Country.DefaultCategoryOptionCombo);
        state.DataValues.Put(key, value with { Created = DateTime.UtcNow, LastUpdated = DateTime.UtcNow });
    }
}
