using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>Tells which ids of a list a server does not know. Beside those that it knows it passes over them without a word.</summary>
internal static class KnownIds
{
    private const int IdsPerRequest = 100;

    /// <summary>The ids that the server does not know, or that the account may not see.</summary>
    public static async Task<IReadOnlyList<string>> UnknownAsync(Dhis2Caller caller, string list, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in UrlLimit.CutList(caller, [.. ids.Where(Uid.IsValid)], IdsPerRequest, some => Request(list, some)))
        {
            var answer = await caller.ReadJsonAsync(Request(list, part), cancellationToken).ConfigureAwait(false);
            known.UnionWith(answer.Items(list).Select(item => item.Text("id")).OfType<string>());
        }
        return [.. ids.Where(id => !known.Contains(id))];
    }

    /// <summary>The error of an id that nothing has.</summary>
    public static Dhis2ApiException Missing(string what, string id) => new($"There is no {what} with the id '{id}'.", 404, null, "Check the id.") { Item = id };

    private static Dhis2Request Request(string list, IReadOnlyList<string> ids)
    {
        var request = new Dhis2Request(list);
        request.Query.Add("fields", "id").Add("filter", $"id:in:[{string.Join(",", ids)}]").Add("paging", false);
        return request;
    }
}
