using System.Text.Json;
using Dhis2.Client.Errors;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The category option combo that rows without one are stored under; each server has its own uid for it.</summary>
internal static class DefaultCombo
{
    /// <summary>Its id in the rows' scheme; null when the account may not see it.</summary>
    public static async Task<string?> OfAsync(Dhis2Caller caller, IdSchemes schemes, CancellationToken cancellationToken)
    {
        var scheme = schemes.CategoryOptionCombo ?? schemes.All;
        if (!IdSchemes.IsUid(scheme))
            return "default";
        var session = caller.Session;
        if (session.DefaultCombo is not null)
            return session.DefaultCombo;
        var request = new Dhis2Request("categoryOptionCombos") { Query = { { "filter", "name:eq:default" }, { "fields", "id" }, { "pageSize", 1 } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        if (json is { } root && root.TryGetProperty("categoryOptionCombos", out var combos) && combos.ValueKind == JsonValueKind.Array && combos.GetArrayLength() == 1)
            session.DefaultCombo = ServerMessageReader.Text(combos[0], "id");
        return session.DefaultCombo;
    }
}
