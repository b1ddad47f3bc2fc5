using Dhis2.Client.DataValues.Input;
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
    private const int YearLength = 4;

    /// <summary>Whether org units are given by their uids, so that they can be looked up.</summary>
    public static bool HasUids(DataValueQuery query) => HasUids(query, "OrgUnit");

    /// <summary>The query as it can be sent. Org units are looked up where there are several, or <paramref name="withSingle"/> says so.</summary>
    /// <returns>Null where nothing is left to ask for.</returns>
    /// <exception cref="Dhis2InputException">The query is not whole.</exception>
    public async Task<DataValueQuery?> PrepareAsync(DataValueQuery query, bool withSingle, CancellationToken cancellationToken)
    {
        query = DataValueReader.Checked(Once(query), caller.Session.Dialect);
        // What is too long is refused before anything is looked up.
        DataValueParts.Of(caller, query, DataValueReader.Request);
        if (HasUids(query) && (query.OrgUnits.Count > 1 || (withSingle && query.OrgUnits.Count == 1)))
            query = await KeepKnownOrgUnitsAsync(query, cancellationToken).ConfigureAwait(false);
        if (Sources(query) > 1 || withSingle)
            query = await KeepKnownSourcesAsync(query, cancellationToken).ConfigureAwait(false);
        if (query.OrgUnits.Count + query.OrgUnitGroups.Count == 0 || Sources(query) == 0)
            return null;
        if (query.AttributeOptionCombos.Count == 0 || !caller.Session.Dialect.DropsUnknownOptionCombos || query.Extra.Has("inputIdScheme"))
            return query;
        query = await KeepKnownCombosAsync(query, cancellationToken).ConfigureAwait(false);
        return query.AttributeOptionCombos.Count == 0 ? null : query;
    }

    /// <summary>Tells what does not exist where nothing came: 2.43 answers with no values for one org unit or data set alone that does not exist.</summary>
    public async Task LookUpSinglesAsync(DataValueQuery query, CancellationToken cancellationToken)
    {
        if (query.OrgUnits.Count == 1 && HasUids(query))
            await KeepKnownOrgUnitsAsync(query, cancellationToken).ConfigureAwait(false);
        if (Sources(query) == 1 && caller.Session.Dialect.AnswersUnknownSetsWithNothing)
            await KeepKnownSourcesAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error of an org unit that does not exist.</summary>
    public static Dhis2ApiException NoOrgUnit(string id) => KnownIds.Missing("org unit", id);

    /// <summary>The error of a data set that does not exist.</summary>
    public static Dhis2ApiException NoDataSet(string id) => KnownIds.Missing("data set", id);

    /// <summary>Whether a query is of one data set alone, by its uid.</summary>
    public static bool IsOfOneSet(DataValueQuery query) => Sources(query) == 1 && query.DataSets.Count == 1 && HasUids(query, "DataSet");

    // With these query parameters ids are not uids.
    private static bool HasUids(DataValueQuery query, string kind) =>
        !query.Extra.Has("inputIdScheme") && !query.Extra.Has("inputUseCodeFallback") && !query.Extra.Has($"input{kind}IdScheme");

    private static DataValueQuery Once(DataValueQuery query) => query with
    {
        DataSets = Once(query.DataSets),
        DataElementGroups = Once(query.DataElementGroups),
        DataElements = Once(query.DataElements),
        Periods = Once(query.Periods.Select(Period)),
        OrgUnits = Once(query.OrgUnits),
        AttributeOptionCombos = Once(query.AttributeOptionCombos),
    };

    private static IReadOnlyList<string> Once(IEnumerable<string> ids) => [.. ids.Distinct(StringComparer.Ordinal)];

    /// <summary>A period as servers read it. 2.40 to 2.42 pass over one that is none; beside a time of the last change all periods come then.</summary>
    /// <exception cref="Dhis2InputException">It is none.</exception>
    public static string Period(string text)
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

    private async Task<DataValueQuery> KeepKnownCombosAsync(DataValueQuery query, CancellationToken cancellationToken) => query with
    {
        AttributeOptionCombos = await KeepKnownAsync("categoryOptionCombos", "attribute option combo", query.AttributeOptionCombos, cancellationToken).ConfigureAwait(false),
    };

    // A data set that the account may not see gives it no values. It may read those of data elements and groups that it may not see, so that these are asked for.
    private async Task<DataValueQuery> KeepKnownSourcesAsync(DataValueQuery query, CancellationToken cancellationToken)
    {
        await WarnOfUnknownAsync("dataElements", "data element", HasUids(query, "DataElement") ? query.DataElements : [], cancellationToken).ConfigureAwait(false);
        await WarnOfUnknownAsync("dataElementGroups", "data element group", HasUids(query, "DataElementGroup") ? query.DataElementGroups : [], cancellationToken).ConfigureAwait(false);
        return HasUids(query, "DataSet") ? query with { DataSets = await KeepKnownAsync("dataSets", "data set", query.DataSets, cancellationToken).ConfigureAwait(false) } : query;
    }

    private async Task<IReadOnlyList<string>> KeepKnownAsync(string list, string what, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var unknown = await KnownIds.UnknownAsync(caller, list, ids, cancellationToken).ConfigureAwait(false);
        foreach (var id in unknown)
            onRefused(id, KnownIds.Missing(what, id));
        return [.. ids.Except(unknown)];
    }

    private async Task WarnOfUnknownAsync(string list, string what, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in await KnownIds.UnknownAsync(caller, list, ids, cancellationToken).ConfigureAwait(false))
            caller.Events?.OnWarning($"There is no {what} with the id '{id}' that this account may see. Of one that does not exist the server gives no values, and does not say so.");
    }

    private static int Sources(DataValueQuery query) => query.DataSets.Count + query.DataElementGroups.Count + query.DataElements.Count;
}
