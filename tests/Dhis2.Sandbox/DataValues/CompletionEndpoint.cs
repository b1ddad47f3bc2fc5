using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.DataValues;

/// <summary><c>/api/completeDataSetRegistrations</c>, in JSON.</summary>
internal sealed class CompletionEndpoint(SandboxState state)
{
    private const string List = "completeDataSetRegistrations";

    private ValueStore Store => state.DataValues;

    public Task ListAsync(HttpContext context)
    {
        var query = QueryText.Parameters(context.Request).ToLookup(pair => pair.Name, pair => pair.Value);
        var scheme = query["idScheme"].FirstOrDefault() ?? IdSchemes.Uid;
        var metadata = new ValueMetadata(state.Country);
        var sets = query["dataSet"].Where(id => metadata.DataSet(id) is not null).ToHashSet();
        var units = query["orgUnit"].Where(id => metadata.OrgUnit(id) is not null).ToHashSet();
        CheckSelectors(context, metadata, query, sets, units);
        var (start, end) = (query["startDate"].FirstOrDefault(), query["endDate"].FirstOrDefault());
        bool IsAskedFor(CompletionKey key) => sets.Contains(key.DataSet)
            && (query["children"].FirstOrDefault() == "true" ? metadata.IsWithin(key.OrgUnit, units) : units.Contains(key.OrgUnit))
            && (!query["period"].Any() || query["period"].Contains(key.Period))
            && (start is null || (PeriodParser.Parse(key.Period) is { } period && period.Start >= Day(start) && period.End <= Day(end!)));
        var created = query["created"].FirstOrDefault() is { } since ? Day(since[..10]) : DateOnly.MinValue;
        lock (Store.Gate)
        {
            var found = Store.Completions.Where(pair => IsAskedFor(pair.Key) && pair.Value.Date >= created)
                .Take(int.Parse(query["limit"].FirstOrDefault() ?? "1000000", CultureInfo.InvariantCulture))
                .Select(pair => (JsonNode)ToJson(pair.Key, pair.Value, scheme)).ToList();
            // Where there is none the server leaves out the list.
            return Answer.JsonAsync(context, found.Count == 0 ? new JsonObject() : new JsonObject { [List] = new JsonArray([.. found]) });
        }
    }

    public async Task ImportAsync(HttpContext context)
    {
        var options = ImportOptions.Read(name => context.Request.Query[name].FirstOrDefault(), out _);
        var body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
        ImportOutcome outcome;
        try
        {
            var rows = (JsonNode.Parse(body)![List] as JsonArray ?? []).OfType<JsonObject>().ToList();
            lock (Store.Gate)
                outcome = new CompletionImport(state, options, context.CurrentUser()).Run(rows);
        }
        catch (JsonException)
        {
            outcome = ImportOutcome.Crashed(new ImportCrashException("Unexpected character ('o' (code 111)): was expecting double-quote to start field name"));
        }
        var message = outcome.ToMessage(options, state.Dialect);
        var summary = (JsonObject)message["response"]!;
        summary["description"] = outcome.Description ?? "Import process complete.";
        await Answer.JsonAsync(context, message, outcome.HttpStatus(state.Dialect)).ConfigureAwait(false);
    }

    public Task RemoveAsync(HttpContext context)
    {
        var query = QueryText.Parameters(context.Request).ToLookup(pair => pair.Name, pair => pair.Value);
        var metadata = new ValueMetadata(state.Country);
        var sets = query["ds"].ToList();
        if (sets.Exists(set => metadata.DataSet(set) is null))
            throw new WebMessageException(409, $"Illegal data set identifier in this list: [{string.Join(", ", sets)}]");
        if (metadata.OrgUnit(query["ou"].Single()) is not { } unit)
            throw new WebMessageException(409, $"Illegal organisation unit identifier: {query["ou"].Single()}");
        var combo = ComboOf(query["cc"].FirstOrDefault(), query["cp"].FirstOrDefault());
        var units = query["multiOu"].FirstOrDefault() == "true" ? unit.Children.Select(child => child.Uid).Append(unit.Uid) : [unit.Uid];
        lock (Store.Gate)
        {
            foreach (var (set, at) in sets.SelectMany(set => units.Select(at => (set, at))).Where(pair => metadata.DataSet(pair.set)!.OrgUnits.Contains(pair.at)))
                Store.Completions.Remove(new CompletionKey(set, query["pe"].Single(), at, combo));
        }
        return Answer.EmptyAsync(context, 204);
    }

    private static void CheckSelectors(HttpContext context, ValueMetadata metadata, ILookup<string, string> query, HashSet<string> sets, HashSet<string> units)
    {
        var user = context.CurrentUser();
        if (units.FirstOrDefault(unit => !user.IsSuper && !metadata.IsWithin(unit, user.OrgUnits)) is { } hidden)
            throw new WebMessageException(409, $"User is not allowed to view org unit: `{hidden}`", "E2012");
        if (units.Count == 0)
            throw new WebMessageException(409, "At least one organisation unit or organisation unit group must be specified", "E2006");
        if (((string[])["period", "startDate", "created", "createdDuration"]).All(name => !query[name].Any()))
            throw new WebMessageException(409, "At least one period, start/end dates, last updated or last updated duration must be specified", "E2002");
        if (sets.Count == 0)
            throw new WebMessageException(409, "At least one data set must be specified", "E2013");
    }

    private string ComboOf(string? categoryCombo, string? options)
    {
        if (categoryCombo is null)
            return ValueMetadata.DefaultOptionCombo;
        var wanted = options!.Split(';').ToHashSet();
        var found = state.Country.Of("categoryOptionCombos").Values.FirstOrDefault(combo => (string?)combo["categoryCombo"]?["id"] == categoryCombo
            && ((JsonArray)combo["categoryOptions"]!).Select(option => (string)option!["id"]!).ToHashSet().SetEquals(wanted));
        return (string?)found?["id"] ?? throw new WebMessageException(409, $"Category combo not found or not accessible: `{categoryCombo}`", "E1110");
    }

    private JsonObject ToJson(CompletionKey key, StoredCompletion stored, string scheme) => new()
    {
        ["period"] = key.Period,
        ["dataSet"] = IdSchemes.IdOf(state.Country.Find("dataSets", key.DataSet)!, scheme),
        ["organisationUnit"] = IdSchemes.IdOf(state.Country.OrgUnits.Find(key.OrgUnit)!.Json, scheme),
        ["attributeOptionCombo"] = IdSchemes.IdOf(state.Country.Find("categoryOptionCombos", key.AttributeCombo)!, scheme),
        ["date"] = stored.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["storedBy"] = stored.StoredBy,
        ["completed"] = stored.Completed,
    };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
