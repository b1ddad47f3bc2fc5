using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Which zeros a server does not keep: those of numeric data elements that do not call them significant.</summary>
internal sealed class ZeroRule(Dhis2Caller caller, UidResolver elements)
{
    private const int AtOnce = 50;

    private readonly Dictionary<string, bool> _keeps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <summary>Whether a value type is one of numbers.</summary>
    public static bool IsNumeric(string? type) => type is "NUMBER" or "UNIT_INTERVAL" or "PERCENTAGE" || type?.StartsWith("INTEGER", StringComparison.Ordinal) == true;

    /// <summary>Whether a row writes a zero.</summary>
    public static bool IsZero(DataValue value) =>
        !value.Deleted && value.Value is { Length: > 0 } text && text[0] is '0' or '-' or '+' or '.' or ' '
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == 0;

    /// <summary>Looks up the data elements of zeros.</summary>
    public async Task LearnAsync(IEnumerable<DataValue> values, CancellationToken cancellationToken)
    {
        var ids = values.Where(IsZero).Select(v => v.DataElement!).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
            return;
        await elements.LearnAsync(ids, cancellationToken).ConfigureAwait(false);
        var uids = ids.Select(elements.Of).OfType<string>().Where(uid => !_keeps.ContainsKey(uid)).ToList();
        for (var at = 0; at < uids.Count; at += AtOnce)
            await ReadAsync(uids.GetRange(at, Math.Min(AtOnce, uids.Count - at)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks up the value types of data elements, by their uids.</summary>
    public async Task LearnTypesAsync(IEnumerable<string> uids, CancellationToken cancellationToken)
    {
        var unknown = uids.Where(uid => !_types.ContainsKey(uid)).Distinct(StringComparer.Ordinal).ToList();
        for (var at = 0; at < unknown.Count; at += AtOnce)
            await ReadAsync(unknown.GetRange(at, Math.Min(AtOnce, unknown.Count - at)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The value type of a data element; null where it is not known.</summary>
    public string? TypeOf(string uid) => _types.TryGetValue(uid, out var type) ? type : null;

    /// <summary>Whether the server may pass over a row without storing it. What could not be looked up may be.</summary>
    public bool MayDrop(DataValue value) => IsZero(value) && (elements.Of(value.DataElement!) is not { } uid || !_keeps.TryGetValue(uid, out var keeps) || !keeps);

    /// <summary>Whether the server is known not to store the row.</summary>
    public bool Drops(DataValue value) => IsZero(value) && elements.Of(value.DataElement!) is { } uid && _keeps.TryGetValue(uid, out var keeps) && !keeps;

    private async Task ReadAsync(List<string> uids, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("dataElements") { Query = { { "filter", $"id:in:[{string.Join(",", uids)}]" }, { "fields", "id,valueType,zeroIsSignificant" }, { "paging", "false" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var element in json.Items("dataElements"))
        {
            if (element.Text("id") is { } id && element.Text("valueType") is { } type)
                _types[id] = type;
            if (element.Text("id") is { } uid && element.TryGetProperty("zeroIsSignificant", out var keeps) && keeps.ValueKind is JsonValueKind.True or JsonValueKind.False)
                _keeps[uid] = keeps.GetBoolean();
        }
    }
}
