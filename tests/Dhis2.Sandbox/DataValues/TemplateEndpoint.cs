using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.DataValues;

/// <summary><c>GET /api/dataSets/{uid}/dataValueSet</c>: the empty rows of a data set. Org units that are none are passed over, and a period that is none is empty.</summary>
internal sealed class TemplateEndpoint(SandboxState state)
{
    public Task InvokeAsync(HttpContext context, string uid)
    {
        var metadata = new ValueMetadata(state.Country);
        if (metadata.DataSet(uid) is not { } set)
        {
            throw state.Dialect == Dialect.V40
                ? new WebMessageException(404, $"DataSet not found for uid: {uid}")
                : new WebMessageException(404, $"DataSet with id {uid} could not be found.", "E1005");
        }
        var query = QueryText.Parameters(context.Request).ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var period = metadata.Period(query["period"].FirstOrDefault())?.Iso ?? "";
        var units = query["orgUnit"].Select(metadata.OrgUnit).OfType<Countries.OrgUnit>().Select(unit => Name(unit.Json, query["orgUnitIdScheme"]));
        var rows = new JsonArray();
        foreach (var unit in query["orgUnit"].Any() ? units : units.DefaultIfEmpty<string?>(null))
        {
            foreach (var (element, combo) in set.Elements.Keys.SelectMany(element => Combos(metadata.Element(element)!.Combo).Select(combo => (element, combo))))
            {
                var row = new JsonObject { ["dataElement"] = Name(state.Country.Find("dataElements", element)!, query["dataElementIdScheme"]), ["categoryOptionCombo"] = combo, ["period"] = period };
                if (unit is not null)
                    row["orgUnit"] = unit;
                row["value"] = "";
                rows.Add(row);
            }
        }
        return Answer.JsonAsync(context, new JsonObject { ["dataValues"] = rows });
    }

    private IEnumerable<string> Combos(string combo) =>
        state.Country.Of("categoryOptionCombos").Where(pair => (string?)pair.Value["categoryCombo"]?["id"] == combo).Select(pair => pair.Key);

    private static string Name(JsonObject item, IEnumerable<string> scheme) =>
        (string?)item[string.Equals(scheme.FirstOrDefault(), "CODE", StringComparison.OrdinalIgnoreCase) ? "code" : "id"] ?? "";
}
