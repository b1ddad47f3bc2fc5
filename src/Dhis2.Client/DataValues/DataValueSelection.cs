using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Makes ready what a user asks for: everything once, and nothing in it that servers would pass over without a word and then give fewer values, or all.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="onRefused">Told what does not exist and is left out. Called on any thread.</param>
internal sealed class DataValueSelection(Dhis2Caller caller, Action<string, Dhis2ApiException> onRefused)
{
    private const int IdsPerRequest = 100;
    private const int YearLength = 4;

    // With these query parameters the org units are not uids.
    private static readonly string[] s_inputSchemes = ["inputOrgUnitIdScheme", "inputIdScheme", "inputUseCodeFallback"];

    /// <summary>Whether org units are given by their uids, so that they can be looked up.</summary>
    public static bool HasUids(DataValueQuery query) => !Array.Exists(s_inputSchemes, query.Extra.Has);

    /// <summary>The query as it can be sent. Org units are looked up where there are several, or <paramref name="withSingle"/> says so.</summary>
    /// <returns>Null where nothing is left to ask for.</returns>
    /// <exception cref="Dhis2InputException">The query is not whole.</exception>
    public async Task<DataValueQuery?> PrepareAsync(DataValueQuery query, bool withSingle, CancellationToken cancellationToken)
    {
        query = DataValueReader.Checked(Once(query), caller.Session.Dialect);
        if (HasUids(query) && (query.OrgUnits.Count > 1 || (withSingle && query.OrgUnits.Count == 1)))
            query = await KeepKnownOrgUnitsAsync(query, cancellationToken).ConfigureAwait(false);
        if (query.OrgUnits.Count + query.OrgUnitGroups.Count == 0)
            return null;
        if (query.AttributeOptionCombos.Count == 0 || !caller.Session.Dialect.DropsUnknownOptionCombos || query.Extra.Has("inputIdScheme"))
            return query;
        query = await KeepKnownCombosAsync(query, cancellationToken).ConfigureAwait(false);
        return query.AttributeOptionCombos.Count == 0 ? null : query;
    }

    /// <summary>The error of an org unit that does not exist.</summary>
    public static Dhis2ApiException NoOrgUnit(string id) => Missing("org unit", id);

    private static DataValueQuery Once(DataValueQuery query) => query with
    {
        DataElements = Once(query.DataElements),
        Periods = Once(query.Periods.Select(Period)),
        OrgUnits = Once(query.OrgUnits),
        AttributeOptionCombos = Once(query.AttributeOptionCombos),
    };

    private static IReadOnlyList<string> Once(IEnumerable<string> ids) => [.. ids.Distinct(StringComparer.Ordinal)];

    // 2.40 to 2.42 pass over a period that is none; beside a time of the last change all periods come then.
    private static string Period(string text)
    {
        var period = IsoPeriod.ToServer(text)!;
        return period.Length >= YearLength && period.Take(YearLength).All(c => c is >= '0' and <= '9') ? period : throw new Dhis2InputException(
            $"'{text}' is no period.", "Give periods as 202401, 2024Q1, 2024W5, 20240131 or 2024; for those relative to today, work them out first, or give -StartDate and -EndDate.")
        { Item = text };
    }

    // The server ignores unknown org units beside known ones, so they are looked up first.
    private async Task<DataValueQuery> KeepKnownOrgUnitsAsync(DataValueQuery query, CancellationToken cancellationToken)
    {
        var paths = await OrgUnitPaths.ReadAsync(caller, [.. query.OrgUnits.Where(Uid.IsValid)], cancellationToken).ConfigureAwait(false);
        foreach (var unknown in query.OrgUnits.Where(unit => !paths.ContainsKey(unit)))
            onRefused(unknown, NoOrgUnit(unknown));
        var known = query.OrgUnits.Where(paths.ContainsKey);
        // With children, an org unit below another one of the query would be read twice.
        return query with { OrgUnits = query.Children ? OrgUnitPaths.Tops(paths, known) : [.. known] };
    }

    private async Task<DataValueQuery> KeepKnownCombosAsync(DataValueQuery query, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ids in UrlLimit.CutList(caller, [.. query.AttributeOptionCombos.Where(Uid.IsValid)], IdsPerRequest, Combos))
        {
            var answer = await caller.ReadJsonAsync(Combos(ids), cancellationToken).ConfigureAwait(false);
            known.UnionWith(answer.Items("categoryOptionCombos").Select(combo => combo.Text("id")).OfType<string>());
        }
        foreach (var unknown in query.AttributeOptionCombos.Where(id => !known.Contains(id)))
            onRefused(unknown, Missing("attribute option combo", unknown));
        return query with { AttributeOptionCombos = [.. query.AttributeOptionCombos.Where(known.Contains)] };
    }

    private static Dhis2Request Combos(IReadOnlyList<string> ids)
    {
        var request = new Dhis2Request("categoryOptionCombos");
        request.Query.Add("fields", "id").Add("filter", $"id:in:[{string.Join(",", ids)}]").Add("paging", false);
        return request;
    }

    private static Dhis2ApiException Missing(string what, string id) => new($"There is no {what} with the id '{id}'.", 404, null, "Check the id.") { Item = id };
}
