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

    // What a filter is made of.
    private static readonly char[] s_unsafe = [',', ':', '[', ']', '(', ')'];

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
        if (_property.Attribute is { } attribute)
        {
            // Values of attributes cannot be asked for in a list.
            await ReadAsync(unknown, $"{attribute}:!null", cancellationToken).ConfigureAwait(false);
            return;
        }
        var plain = unknown.ToLookup(id => !id.Any(s_unsafe.Contains));
        foreach (var some in UrlLimit.CutList(caller, [.. plain[true].Where(id => id.Length <= LongestId)], AtOnce, some => Request(In(some))))
            await ReadAsync(some, In(some), cancellationToken).ConfigureAwait(false);
        // A comma or a bracket would be read as part of the filter: what is around it finds more than is meant.
        foreach (var id in plain[false])
            await ReadAsync([id], $"{_property.Name}:like:{id.Split(s_unsafe).Select(piece => piece.Trim()).OrderByDescending(piece => piece.Length).First()}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The uid; null when it cannot be told.</summary>
    public string? Of(string id) => _property.Name == "id" ? id : _known.TryGetValue(id, out var uid) ? uid : null;

    private string In(IReadOnlyList<string> ids) => $"{_property.Name}:in:[{string.Join(",", ids)}]";

    private Dhis2Request Request(string filter) => new(list) { Query = { { "filter", filter }, { "fields", $"id,{_property.Fields}" }, { "paging", "false" } } };

    private async Task ReadAsync(IReadOnlyList<string> ids, string filter, CancellationToken cancellationToken)
    {
        var json = await caller.ReadJsonAsync(Request(filter), cancellationToken).ConfigureAwait(false);
        var found = json.Items(list).Select(item => (Key: _property.Read(item), Uid: item.Text("id")))
            .Where(pair => pair is { Key: not null, Uid: not null }).ToLookup(pair => pair.Key!, pair => pair.Uid!, StringComparer.Ordinal);
        // A name that several objects share tells none of them.
        foreach (var id in ids)
            _known[id] = found[id].Count() == 1 ? found[id].Single() : null;
    }
}
