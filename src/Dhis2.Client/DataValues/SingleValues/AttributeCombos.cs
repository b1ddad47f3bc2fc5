using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.SingleValues;

/// <summary>A category combo and the options that tell one of its combinations.</summary>
/// <param name="Combo">The category combo.</param>
/// <param name="Options">One option of each of its categories.</param>
internal sealed record AttributeOptions(string Combo, IReadOnlyList<string> Options);

/// <summary>
/// Translates attribute option combos: data values are exported with the id of one, and <c>/api/dataValues</c> takes a category combo with options alone.
/// What was looked up is remembered.
/// </summary>
internal sealed class AttributeCombos(Dhis2Caller caller)
{
    private static readonly IdSchemes s_uids = new();

    private readonly Dictionary<string, AttributeOptions> _options = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>The id of the default option combo; null where the account may not see it.</summary>
    public Task<string?> DefaultAsync(CancellationToken cancellationToken) => DefaultCombo.OfAsync(caller, s_uids, cancellationToken);

    /// <summary>Combo and options of a place; null where it has the default one.</summary>
    public async Task<AttributeOptions?> OptionsAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        if (cell.CategoryCombo is { } combo)
            return new AttributeOptions(combo, cell.CategoryOption);
        if (cell.AttributeOptionCombo is not { } id || id == await DefaultAsync(cancellationToken).ConfigureAwait(false))
            return null;
        if (!_options.TryGetValue(id, out var known))
            _options[id] = known = await ReadOptionsAsync(id, cancellationToken).ConfigureAwait(false);
        return known;
    }

    /// <summary>The attribute option combo of a place; null where it is the default one and the account may not see that.</summary>
    public async Task<string?> IdAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        if (cell.CategoryCombo is not { } combo)
            return cell.AttributeOptionCombo ?? await DefaultAsync(cancellationToken).ConfigureAwait(false);
        var key = $"{combo} {string.Join(" ", cell.CategoryOption.OrderBy(id => id, StringComparer.Ordinal))}";
        if (!_ids.TryGetValue(key, out var known))
            _ids[key] = known = await FindIdAsync(combo, cell, cancellationToken).ConfigureAwait(false);
        return known;
    }

    private async Task<AttributeOptions> ReadOptionsAsync(string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "categoryOptionCombos", id)) { Query = { { "fields", "categoryCombo[id],categoryOptions[id]" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return json?.Child("categoryCombo")?.Text("id") is { } combo
            ? new AttributeOptions(combo, [.. Ids(json.Items("categoryOptions"))])
            : throw new Dhis2InputException($"The attribute option combo '{id}' belongs to no category combo that this account may see.", "Give -CategoryCombo and -CategoryOption in its place.") { Item = id };
    }

    private async Task<string> FindIdAsync(string combo, DataValueCell cell, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "categoryCombos", combo)) { Query = { { "fields", "categoryOptionCombos[id,categoryOptions[id]]" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var wanted = new HashSet<string>(cell.CategoryOption, StringComparer.Ordinal);
        return json.Items("categoryOptionCombos").FirstOrDefault(c => wanted.SetEquals(Ids(c.Items("categoryOptions")))).Text("id")
            ?? throw new Dhis2InputException($"The category combo '{combo}' has no combination of the options {string.Join(", ", cell.CategoryOption)}.", "Give one option of each of its categories.") { Item = cell };
    }

    private static IEnumerable<string> Ids(IEnumerable<System.Text.Json.JsonElement> items) => items.Select(item => item.Text("id")).OfType<string>();
}
