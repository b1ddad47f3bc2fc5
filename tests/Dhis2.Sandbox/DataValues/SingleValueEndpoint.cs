using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.DataValues;

/// <summary><c>/api/dataValues</c>: single values. They are stored by the version's import, whose objections are told here in other words.</summary>
internal sealed class SingleValueEndpoint(SandboxState state, ImportEndpoint import)
{
    private bool IsLatest => state.Dialect >= Dialect.V43;

    public Task GetAsync(HttpContext context)
    {
        var row = OfQuery(context);
        CheckElement(row);
        if (Stored(row) is not { } value)
            throw new WebMessageException(IsLatest ? 404 : 409, "Data value does not exist", IsLatest ? "E1005" : null);
        return Answer.JsonAsync(context, new JsonArray(value.Value));
    }

    public async Task PostAsync(HttpContext context)
    {
        if (!await context.RequireAsync(state.Dialect, "F_DATAVALUE_ADD").ConfigureAwait(false))
            return;
        var row = context.Request.HasJsonContentType() ? await OfBodyAsync(context).ConfigureAwait(false) : OfQuery(context);
        if (row.Element is null || row.Period is null || row.OrgUnit is null)
            await HtmlPage.WriteAsync(context, 400, "Invalid request parameters.").ConfigureAwait(false);
        else
            await StoreAsync(context, row).ConfigureAwait(false);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        if (!await context.RequireAsync(state.Dialect, "F_DATAVALUE_ADD").ConfigureAwait(false))
            return;
        var row = OfQuery(context);
        CheckElement(row);
        if (IsLatest)
            Import(context, row, "DELETE");
        else if (Stored(row) is { } value)
            Put(Key(row), value with { Deleted = true, LastUpdated = DateTime.UtcNow });
        else
            throw new WebMessageException(409, "Data value cannot be deleted because it does not exist");
        await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    public async Task MarkAsync(HttpContext context)
    {
        var row = await OfBodyAsync(context).ConfigureAwait(false);
        if (row.FollowUp is not { } mark)
            throw new WebMessageException(409, "Follow-up must be specified", "E2033");
        if (Stored(row) is not { } value)
            throw new WebMessageException(409, "Data value not found or not accessible", "E2032");
        Put(Key(row), value with { FollowUp = mark });
        await Answer.EmptyAsync(context, 200).ConfigureAwait(false);
    }

    // What is not given stays; up to 2.42 a mark that is given, true or false, turns the stored one over.
    private Task StoreAsync(HttpContext context, DataValueRow row)
    {
        CheckElement(row);
        if (new ValueMetadata(state.Country).Period(row.Period) is null)
            throw IsLatest ? new WebMessageException(400, $"Period must be have between 4 and 11 characters but got: `{row.Period}`") : new WebMessageException(409, $"Period is invalid: `{row.Period}`", "E1101");
        var stored = Stored(row);
        var deletes = IsLatest && row is { Value: "", Comment: null, FollowUp: null };
        var merged = row with
        {
            Value = row.Value ?? stored?.Value,
            Comment = row.Comment ?? stored?.Comment,
            FollowUp = row.FollowUp is null ? stored?.FollowUp : IsLatest || stored is null ? row.FollowUp : !stored.FollowUp,
        };
        CheckOrgUnit(row);
        if (IsLatest || !string.IsNullOrEmpty(merged.Value) || !string.IsNullOrEmpty(merged.Comment))
            Import(context, merged, deletes ? "DELETE" : "CREATE_AND_UPDATE");
        else if (stored is not null)
            Put(Key(row), stored with { Deleted = true });
        return Answer.EmptyAsync(context, 201);
    }

    private void Import(HttpContext context, DataValueRow row, string strategy)
    {
        var options = ImportOptions.Read(name => name == "force" ? row.Force : null, out _);
        options.Strategy = strategy;
        var set = new DataValueSet { DataSet = row.DataSet, Rows = { row } };
        if (import.Run(context, options).Import(() => set).Conflicts.FirstOrDefault() is { } conflict)
            throw new WebMessageException(409, IsLatest ? Latest(conflict) : Earlier(conflict, row), Code(conflict));
    }

    private static string Latest(Conflict conflict) => conflict.Code is "E8120" or "E8122" or "E8123" ? "Failed to upsert data value: " + conflict.Message : conflict.Message;

    private string Earlier(Conflict conflict, DataValueRow row) => conflict.Code switch
    {
        "E7619" => $"Data value must match data element value type: `{new ValueMetadata(state.Country).Element(row.Element!)!.ValueType}`",
        "E7617" => $"Organisation unit is not in the hierarchy of the current user: `{row.OrgUnit}`",
        "E7641" => conflict.Message.Split(" and data set")[0],
        _ => conflict.Message,
    };

    private static string? Code(Conflict conflict) => conflict.Code switch
    {
        "E7619" => "E2030",
        "E7617" => "E2020",
        "E7641" => "E2022",
        "E8120" or "E8122" or "E8123" => "E1004",
        var code => code,
    };

    // 2.43 finds by the data element the data set, and says so itself.
    private void CheckElement(DataValueRow row)
    {
        if (!IsLatest && (row.Element is null || state.Country.Find("dataElements", row.Element) is null))
            throw new WebMessageException(409, $"Data element not found or not accessible: `{row.Element}`", "E1100");
    }

    private void CheckOrgUnit(DataValueRow row)
    {
        var metadata = new ValueMetadata(state.Country);
        if (!IsLatest && metadata.OrgUnit(row.OrgUnit!) is { } unit && metadata.Period(row.Period) is { } period && (period.Start < unit.OpeningDate || period.End > unit.ClosedDate))
            throw new WebMessageException(409, $"Organisation unit is closed for the selected period: `{row.OrgUnit}`", "E2019");
    }

    private void Put(in ValueKey key, StoredValue value)
    {
        lock (state.DataValues.Gate)
            state.DataValues.Put(key, value);
    }

    private StoredValue? Stored(DataValueRow row) => row is { Element: not null, Period: not null, OrgUnit: not null } && state.DataValues.Find(Key(row)) is { Deleted: false } value ? value : null;

    private static ValueKey Key(DataValueRow row) => new(row.Element!, row.Period!, row.OrgUnit!, row.OptionCombo ?? ValueMetadata.DefaultOptionCombo, row.AttributeCombo ?? ValueMetadata.DefaultOptionCombo);

    private DataValueRow OfQuery(HttpContext context)
    {
        string? Text(string name) => context.Request.Query[name].FirstOrDefault();
        return new DataValueRow
        {
            Element = Text("de"),
            Period = Text("pe"),
            OrgUnit = Text("ou"),
            OptionCombo = Text("co"),
            AttributeCombo = Attribute(Text("cc"), Text("cp")?.Split(';')),
            DataSet = Text("ds"),
            Value = Text("value"),
            Comment = Text("comment"),
            FollowUp = Text("followUp") is { } mark ? mark == "true" : null,
            Force = Text("force"),
        };
    }

    private async Task<DataValueRow> OfBodyAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
        var json = JsonObject.Create(body.RootElement)!;
        string? Text(string name) => (string?)json[name];
        return new DataValueRow
        {
            Element = Text("dataElement"),
            Period = Text("period"),
            OrgUnit = Text("orgUnit"),
            OptionCombo = Text("categoryOptionCombo"),
            AttributeCombo = Attribute((string?)json["attribute"]?["combo"], (json["attribute"]?["options"] as JsonArray)?.Select(option => (string)option!)) ?? Text("attributeOptionCombo"),
            DataSet = Text("dataSet"),
            Value = Text("value"),
            Comment = Text("comment"),
            FollowUp = (bool?)(json["followUp"] ?? json["followup"]),
            Force = json["force"]?.ToString(),
        };
    }

    private string? Attribute(string? combo, IEnumerable<string>? options) => combo is null
        ? null
        : state.Country.Of("categoryOptionCombos")
            .Where(pair => (string?)pair.Value["categoryCombo"]?["id"] == combo
                && (pair.Value["categoryOptions"] as JsonArray ?? []).Select(option => (string)option!["id"]!).ToHashSet().SetEquals(options ?? []))
            .Select(pair => pair.Key).FirstOrDefault();
}
