using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// What rows of ADX leave to the metadata: the option combos that their categories make, by which alone values are stored, compared and reported, and which of two
/// texts is the value. A few requests tell all of it: one for the data elements of a batch, one for its data sets, and one for their category combos.
/// </summary>
internal sealed class AdxMetadata(Dhis2Caller caller, ImportOptions options)
{
    private const int AtOnce = 50;

    // No code or name of the server is as long.
    private const int LongestId = 400;

    private readonly IdProperty _element = IdProperty.Of(options.Schemes.DataElement ?? options.Schemes.All);
    private readonly IdProperty _set = IdProperty.Of(options.Schemes.DataSet ?? options.Schemes.All);
    private readonly IdProperty _category = IdProperty.Of(SchemeOf(options, "categoryIdScheme"));
    private readonly IdProperty _option = IdProperty.Of(SchemeOf(options, "categoryOptionIdScheme"));
    private readonly IdProperty _combo = IdProperty.Of(options.Schemes.CategoryOptionCombo ?? options.Schemes.All);

    private readonly Dictionary<string, Owner?> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Owner?> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AdxCategoryCombo?> _combos = new(StringComparer.Ordinal);

    /// <summary>Gives rows the option combos of their categories, and their values. What the account cannot see, and what is of no option combo, stays as it is.</summary>
    public async Task ApplyAsync(IEnumerable<ImportRow> all, CancellationToken cancellationToken)
    {
        var rows = all.Where(row => !row.HasOptionCombos || HasTwoTexts(row)).ToList();
        if (rows.Count == 0)
            return;
        try
        {
            await LearnAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e) when (e is Dhis2ClientException or Dhis2ApiException and not Dhis2AuthenticationException)
        {
            // The rows go out by their categories all the same, and cannot be looked up.
            return;
        }
        var isStrict = caller.Session.Dialect.ImportsByGroup;
        foreach (var row in rows)
        {
            var adx = row.Adx!;
            var element = Find(_elements, row.Value.DataElement);
            if (adx.Categories is not null)
                row.OfCategories = ComboOf(element)?.Find(adx.Others, isStrict);
            if (adx.Group.Categories is not null)
                row.OfGroup = ComboOf(Find(_sets, SetOf(row)))?.Find(adx.Group.Others, isStrict);
            if (element?.ValueType is { } type && HasTwoTexts(row))
                row.Value.Value = adx.ValueFor(ZeroRule.IsNumeric(type));
        }
    }

    // A number may have an annotation beside it; of any other value it is the text.
    private static bool HasTwoTexts(ImportRow row) => row.Adx is { Annotation: { } annotation } adx && annotation != adx.Value;

    // These two have no option of their own.
    private static string? SchemeOf(ImportOptions options, string parameter) => options.Extra.Where(pair => pair.Key == parameter).Select(pair => pair.Value).FirstOrDefault() ?? options.Schemes.All;

    private static string? SetOf(ImportRow row) => row.SentUnder ?? row.Value.DataSet;

    private async Task LearnAsync(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        await LearnAsync("dataElements", "valueType,", _element, _elements, rows.Where(row => row.Adx!.Categories is not null || HasTwoTexts(row)).Select(row => row.Value.DataElement), cancellationToken).ConfigureAwait(false);
        await LearnAsync("dataSets", "", _set, _sets, rows.Where(row => row.Adx!.Group.Categories is not null).Select(SetOf), cancellationToken).ConfigureAwait(false);
        var unknown = _elements.Values.Concat(_sets.Values).Select(owner => owner?.Combo).OfType<string>().Where(uid => !_combos.ContainsKey(uid)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var part in UrlLimit.CutList(caller, unknown, AtOnce, Combos))
        {
            var json = await caller.ReadJsonAsync(Combos(part), cancellationToken).ConfigureAwait(false);
            foreach (var item in json.Items("categoryCombos"))
            {
                if (item.Text("id") is { } uid)
                    _combos[uid] = AdxCategoryCombo.Read(item, _category, _option, _combo);
            }
            // What the account cannot see is not asked for again.
            foreach (var uid in part)
                _combos.TryAdd(uid, null);
        }
    }

    // The category combos of data elements or data sets, by what the rows call these.
    private async Task LearnAsync(string list, string fields, IdProperty property, Dictionary<string, Owner?> known, IEnumerable<string?> names, CancellationToken cancellationToken)
    {
        var unknown = names.OfType<string>().Where(name => !known.ContainsKey(name)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count == 0)
            return;
        // Values of attributes cannot be asked for in a list.
        var filters = property.Attribute is { } attribute
            ? [$"{attribute}:!null"]
            : LookupFilters.Of(caller, property.Name, [.. unknown.Where(name => name.Length <= LongestId)], AtOnce, Request);
        var found = new List<(string Name, Owner Owner)>();
        foreach (var filter in filters)
        {
            var json = await caller.ReadJsonAsync(Request(filter), cancellationToken).ConfigureAwait(false);
            found.AddRange(json.Items(list).Select(item => (property.Read(item) ?? "", new Owner(item.Text("id"), item.Child("categoryCombo")?.Text("id"), item.Text("valueType")))));
        }
        var owners = found.Distinct().ToLookup(pair => pair.Name, pair => pair.Owner, StringComparer.Ordinal);
        // A name that several objects share tells none of them.
        foreach (var name in unknown)
            known[name] = owners[name].Count() == 1 ? owners[name].Single() : null;

        Dhis2Request Request(string filter) => new(list) { Query = { { "filter", filter }, { "fields", $"{property.WithId},{fields}categoryCombo[id]" }, { "paging", "false" } } };
    }

    private Dhis2Request Combos(IReadOnlyList<string> uids)
    {
        var fields = $"id,categories[name,{_category.WithId},categoryOptions[{_option.WithId}]],categoryOptionCombos[{_combo.WithId},categoryOptions[id]]";
        return new Dhis2Request("categoryCombos") { Query = { { "filter", $"id:in:[{string.Join(",", uids)}]" }, { "fields", fields }, { "paging", "false" } } };
    }

    private static Owner? Find(Dictionary<string, Owner?> known, string? name) => name is not null && known.TryGetValue(name, out var owner) ? owner : null;

    private AdxCategoryCombo? ComboOf(Owner? owner) => owner?.Combo is { } uid && _combos.TryGetValue(uid, out var combo) ? combo : null;

    /// <summary>A data element or data set.</summary>
    private sealed record Owner(string? Uid, string? Combo, string? ValueType);
}
