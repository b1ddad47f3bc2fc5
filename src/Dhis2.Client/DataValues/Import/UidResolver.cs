using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Finds the uids of codes and names. The server reads data values by uid whatever the scheme of the rows is, and takes what it does not know for "nothing stored".
/// </summary>
internal sealed class UidResolver(Dhis2Caller caller, string list, string? scheme)
{
    private const int AtOnce = 50;

    // Names of other scripts are six times as long in an address.
    private const int LongestList = 3_000;

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
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var plain = unknown.Where(id => !id.Any(s_unsafe.Contains)).ToList();
        while (plain.Count > 0)
        {
            var length = 0;
            var some = plain.TakeWhile((id, i) => i == 0 || (i < AtOnce && (length += Uri.EscapeDataString(id).Length) < LongestList)).ToList();
            plain.RemoveRange(0, some.Count);
            asked.UnionWith(some);
            await ReadAsync(some, $"{_property.Name}:in:[{string.Join(",", some)}]", cancellationToken).ConfigureAwait(false);
        }
        // A comma or a bracket would be read as part of the filter: what is around it finds more than is meant.
        foreach (var id in unknown.Where(id => !asked.Contains(id)))
            await ReadAsync([id], $"{_property.Name}:like:{id.Split(s_unsafe).Select(piece => piece.Trim()).OrderByDescending(piece => piece.Length).First()}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The uid; null when it cannot be told.</summary>
    public string? Of(string id) => _property.Name == "id" ? id : _known.TryGetValue(id, out var uid) ? uid : null;

    private async Task ReadAsync(List<string> ids, string filter, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(list) { Query = { { "filter", filter }, { "fields", $"id,{_property.Fields}" }, { "paging", "false" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var found = json.Items(list).Select(item => (Key: _property.Read(item), Uid: item.Text("id")))
            .Where(pair => pair is { Key: not null, Uid: not null }).ToLookup(pair => pair.Key!, pair => pair.Uid!, StringComparer.Ordinal);
        // A name that several objects share tells none of them.
        foreach (var id in ids)
            _known[id] = found[id].Count() == 1 ? found[id].Single() : null;
    }
}
