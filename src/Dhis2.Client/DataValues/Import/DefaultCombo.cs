using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The category option combo that rows without one are stored under; each server has its own uid for it.</summary>
internal static class DefaultCombo
{
    private const string CacheName = "defaultCategoryOptionCombo";

    /// <summary>Its id in the rows' scheme; null when the account may not see it.</summary>
    public static async Task<string?> OfAsync(Dhis2Caller caller, IdSchemes schemes, CancellationToken cancellationToken)
    {
        var scheme = schemes.CategoryOptionCombo ?? schemes.All;
        if (!IdSchemes.IsUid(scheme))
            return "default";
        var id = await caller.Session.Cache.GetAsync(CacheName, refresh: false, () => AskAsync(caller, cancellationToken)).ConfigureAwait(false);
        return id.Length == 0 ? null : id;
    }

    // Nothing where the account may not see it.
    private static async Task<string> AskAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("categoryOptionCombos") { Query = { { "filter", "name:eq:default" }, { "fields", "id" }, { "pageSize", 1 } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var combos = json?.Items("categoryOptionCombos").ToList();
        return (combos is { Count: 1 } ? combos[0].Text("id") : null) ?? "";
    }
}
