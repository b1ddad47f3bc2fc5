using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Lists;

/// <summary>Where org units stand in the tree.</summary>
public static class OrgUnitPaths
{
    private const int IdsPerRequest = 100;

    /// <summary>
    /// The paths of org units (<c>/root/region/unit</c>) by their ids; those that do not exist are not among them. Asked for in groups of a hundred.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Dhis2Caller caller, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < ids.Count; at += IdsPerRequest)
        {
            var request = new Dhis2Request("organisationUnits");
            request.Query.Add("fields", "id,path").Add("filter", $"id:in:[{string.Join(",", ids.Skip(at).Take(IdsPerRequest))}]").Add("paging", false);
            var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
            if (root is not { ValueKind: JsonValueKind.Object } answer || !answer.TryGetProperty("organisationUnits", out var units) || units.ValueKind != JsonValueKind.Array)
                throw JsonErrors.Invalid(request.Display, null, "it has no list 'organisationUnits'");
            foreach (var unit in units.EnumerateArray())
            {
                if (unit.Text("id") is { } id)
                    paths[id] = unit.Text("path") ?? "";
            }
        }
        return paths;
    }

    /// <summary>Those that are not below another one of them: they and all below them are each org unit once.</summary>
    public static IReadOnlyList<string> Tops(IReadOnlyDictionary<string, string> paths, IEnumerable<string> ids) =>
        [.. ids.Where(id => !paths.TryGetValue(id, out var path) || !Above(path).Any(above => above != id && paths.ContainsKey(above)))];

    /// <summary>The ids in a path, from the root down to the org unit itself.</summary>
    public static IReadOnlyList<string> Above(string path) => path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
}
