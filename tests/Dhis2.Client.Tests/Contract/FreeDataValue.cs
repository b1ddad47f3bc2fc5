using System.Globalization;
using System.Text.Json;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;

namespace Dhis2.Client.Tests.Contract;

/// <summary>
/// A data value that the account may write and that has never been there: of a monthly data set without deadlines and approvals, and an element of
/// whole numbers, both without categories.
/// </summary>
internal sealed record FreeDataValue(string DataSet, string DataElement, string OrgUnit, string Period)
{
    private const string SetFields = "id,access,expiryDays,workflow[id],dataInputPeriods,categoryCombo[name],dataSetElements[dataElement[id,valueType,categoryCombo[name]]]";

    private static readonly string[] s_numbers = ["NUMBER", "INTEGER", "INTEGER_POSITIVE", "INTEGER_ZERO_OR_POSITIVE"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Skips the test where the server has none.</summary>
    public static async Task<FreeDataValue> FindAsync(Session session)
    {
        var me = await ReadAsync(session, "me", new() { { "fields", "authorities,organisationUnits[id]" } });
        Assert.SkipUnless(me.GetProperty("authorities").EnumerateArray().Any(a => a.GetString() is "ALL" or "F_DATAVALUE_ADD"), "The account may not write data values.");
        var own = Texts(me, "organisationUnits", "id").ToHashSet();
        var sets = await ReadAsync(session, "dataSets", new() { { "fields", SetFields }, { "filter", "periodType:eq:Monthly" }, { "pageSize", "100" } });
        foreach (var set in sets.GetProperty("dataSets").EnumerateArray().Where(IsOpen))
        {
            var element = set.GetProperty("dataSetElements").EnumerateArray().Select(e => e.GetProperty("dataElement")).FirstOrDefault(IsNumber);
            if (element.ValueKind == JsonValueKind.Object && await InAsync(session, set.GetProperty("id").GetString()!, element.GetProperty("id").GetString()!, own) is { } found)
                return found;
        }
        Assert.Skip("The account may write into no monthly data set without deadlines, approvals and categories.");
        return null!;
    }

    /// <summary>What is stored for its data set, org unit and period; before it is imported, nothing.</summary>
    public async Task<IReadOnlyList<DataValue>> StoredAsync(Session session) =>
        await ReadAsync(session, new DataValueQuery { DataSets = [DataSet], OrgUnits = [OrgUnit], Periods = [Period] });

    /// <summary>The value as a row of an import.</summary>
    public ImportRow Row(string? value) => new(new DataValue { DataElement = DataElement, Period = Period, OrgUnit = OrgUnit, Value = value });

    private static async Task<FreeDataValue?> InAsync(Session session, string set, string element, HashSet<string> own)
    {
        var units = await ReadAsync(session, "organisationUnits", new() { { "fields", "id,path,openingDate,closedDate" }, { "filter", "dataSets.id:eq:" + set }, { "pageSize", "500" } });
        var unit = units.GetProperty("organisationUnits").EnumerateArray().FirstOrDefault(u => IsOpen(u, own));
        if (unit.ValueKind != JsonValueKind.Object)
            return null;
        var id = unit.GetProperty("id").GetString()!;
        // Deleted values are still in the way.
        var used = (await ReadAsync(session, new DataValueQuery { DataSets = [set], OrgUnits = [id], StartDate = DateTime.Today.AddYears(-4), EndDate = DateTime.Today, IncludeDeleted = true })).Select(v => v.Period).ToHashSet();
        var period = Enumerable.Range(3, 33).Select(m => DateTime.Today.AddMonths(-m).ToString("yyyyMM", CultureInfo.InvariantCulture)).FirstOrDefault(p => !used.Contains(p));
        return period is null ? null : new FreeDataValue(set, element, id, period);
    }

    private static bool IsOpen(JsonElement set) =>
        set.GetProperty("categoryCombo").GetProperty("name").GetString() == "default"
        && !(set.TryGetProperty("expiryDays", out var days) && days.GetDouble() > 0)
        && !set.TryGetProperty("workflow", out _)
        && !(set.TryGetProperty("dataInputPeriods", out var periods) && periods.GetArrayLength() > 0)
        && !(set.GetProperty("access").TryGetProperty("data", out var access) && !access.GetProperty("write").GetBoolean());

    private static bool IsNumber(JsonElement element) =>
        s_numbers.Contains(element.GetProperty("valueType").GetString()) && element.GetProperty("categoryCombo").GetProperty("name").GetString() == "default";

    private static bool IsOpen(JsonElement unit, HashSet<string> own) =>
        !unit.TryGetProperty("closedDate", out _)
        && DateTime.Parse(unit.GetProperty("openingDate").GetString()!, CultureInfo.InvariantCulture) < DateTime.Today.AddYears(-4)
        && unit.GetProperty("path").GetString()!.Split('/').Any(own.Contains);

    private static IEnumerable<string> Texts(JsonElement root, string list, string name) => root.GetProperty(list).EnumerateArray().Select(i => i.GetProperty(name).GetString()!);

    private static async Task<JsonElement> ReadAsync(Session session, string path, Dictionary<string, string> query)
    {
        var request = new Dhis2Request(path);
        foreach (var (name, value) in query)
            request.Query.Add(name, value);
        return (await session.As().ReadJsonAsync(request, Stop))!.Value;
    }

    private static async Task<List<DataValue>> ReadAsync(Session session, DataValueQuery query)
    {
        var all = new List<DataValue>();
        await foreach (var batch in DataValueReader.ReadAsync(session.As(), query, 100, Stop))
            all.AddRange(batch);
        return all;
    }
}
