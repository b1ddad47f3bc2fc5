using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Finds the uids of codes and names. The server reads data values by uid whatever the scheme of the rows is, and takes what it does not know for "nothing stored".
/// </summary>
internal sealed class UidResolver(Dhis2Caller caller, string list, string? scheme)
{
    private const int AtOnce = 50;

    // No code or name of the server is as long, and in other scripts it would fill an address.
    private const int LongestId = 400;

    private readonly IdProperty _property = IdProperty.Of(scheme);
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>Looks up those that are not known yet.</summary>
    public async Task LearnAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        if (_property.Name == "id")
            return;
        var unknown = ids.Where(id => !_known.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count == 0)
            return;
        var found = new List<(string Key, string Uid)>();
        // Values of attributes cannot be asked for in a list.
        var filters = _property.Attribute is { } attribute
            ? [$"{attribute}:!null"]
            : LookupFilters.Of(caller, _property.Name, [.. unknown.Where(id => id.Length <= LongestId)], AtOnce, Request);
        foreach (var filter in filters)
            found.AddRange(await ReadAsync(filter, cancellationToken).ConfigureAwait(false));
        var uids = found.Distinct().ToLookup(pair => pair.Key, pair => pair.Uid, StringComparer.Ordinal);
        // A name that several objects share tells none of them.
        foreach (var id in unknown)
            _known[id] = uids[id].Count() == 1 ? uids[id].Single() : null;
    }

    /// <summary>The uid; null when it cannot be told.</summary>
    public string? Of(string id) => _property.Name == "id" ? id : _known.TryGetValue(id, out var uid) ? uid : null;

    private Dhis2Request Request(string filter) => new(list) { Query = { { "filter", filter }, { "fields", $"id,{_property.Fields}" }, { "paging", "false" } } };

    private async Task<IEnumerable<(string Key, string Uid)>> ReadAsync(string filter, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(Request(filter), cancellationToken).ConfigureAwait(false);
        return json.Items(list).Select(item => (Key: _property.Read(item), Uid: item.Text("id"))).Where(pair => pair is { Key: not null, Uid: not null }).Select(pair => (pair.Key!, pair.Uid!));
    }
}
