using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Metadata.Fields;
using Dhis2.Client.Metadata.Filters;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Reads metadata of any type, page by page.</summary>
/// <typeparam name="T">What objects are built as.</typeparam>
public sealed class MetadataReader<T>
{
    // Ids are short; a hundred of them stay far below the longest request head a server takes.
    private const int IdsPerRequest = 100;

    private readonly Dhis2Caller _caller;
    private readonly Func<string?, IJsonBuilder<T>> _builder;
    private readonly Func<T, string?> _idOf;

    /// <summary>A reader that builds objects with <paramref name="builder"/>, which is told the fields that are asked for; <paramref name="idOf"/> gives an object's id, or null where it was not asked for.</summary>
    public MetadataReader(Dhis2Caller caller, Func<string?, IJsonBuilder<T>> builder, Func<T, string?> idOf)
    {
        _caller = caller;
        _builder = builder;
        _idOf = idOf;
    }

    /// <summary>
    /// The lists that a query takes: one, or several where the values of <see cref="MetadataQuery.OneOf"/> are too many for one address. Each is a query that can be read.
    /// </summary>
    /// <exception cref="Dhis2InputException">A parameter that cannot be cut is too long.</exception>
    public IReadOnlyList<MetadataQuery> Lists(MetadataQuery query)
    {
        var lists = UrlLimit.Cut(_caller, query, Longest, Halve).Select(Filtered).ToList();
        if (lists.Count > 1 && query.AnyFilter)
            throw new Dhis2InputException("So many values take several requests, and filters of several requests cannot be joined by OR.", "Leave out -RootJunction, or give fewer values.");
        return lists;
    }

    /// <summary>Reads a list, or objects by their ids. Ids that are not there, whatever the filters let through, are told to <paramref name="onMissing"/>.</summary>
    public IAsyncEnumerable<Page<T>> ReadAsync(MetadataQuery query, Action<string>? onMissing, CancellationToken cancellationToken)
    {
        query = Filtered(query);
        var local = LocalFilters(query.Filters);
        if (local.Count > 0 && query.AnyFilter)
            throw MetadataFilter.Wrong(local[0].Text, "holds a character that a server of this version misreads, and cannot be joined with others by OR", "Ask once for each filter.");
        if (query.AnyFilter && query.Filters.Count > 1 && !_caller.Session.Dialect.HonoursRootJunction)
        {
            throw new Dhis2InputException(
                "rootJunction OR has no effect on servers before 2.42: they would join the filters by AND.",
                "Ask once for each filter and join the results, or filter with Where-Object.");
        }
        if (query.AnyFilter && query.Ids is not null)
            throw new Dhis2InputException("Ids cannot be joined with filters by OR.", "Leave out the ids or the root junction.");
        if (query.Ids is not null)
            return ReadIdsAsync(query, query.Ids, onMissing, cancellationToken);
        return local.Count > 0 ? ReadFilteredAsync(query, [.. local.Select(l => l.Filter)], cancellationToken) : ReadListAsync(query, cancellationToken);
    }

    private List<(string Text, LocalFilter Filter)> LocalFilters(IEnumerable<string> filters)
    {
        var local = new List<(string, LocalFilter)>();
        foreach (var text in filters)
        {
            if (LocalFilter.Of(FilterRules.Read(text, _caller.Session.Dialect), _caller.Session.Dialect) is { } filter)
                local.Add((text, filter));
        }
        return local;
    }

    // Ids are split into requests later; here room is left for the first of them.
    private Dhis2Request Longest(MetadataQuery query)
    {
        const int Room = 20;
        var filtered = Filtered(query);
        if (query.Ids is { } ids)
            filtered = filtered with { Filters = [.. filtered.Filters, IdFilter([.. ids.Take(Room)])], Fields = FieldList.With("id", query.Fields) };
        return Request(filtered, int.MaxValue, query.PageSize);
    }

    private static MetadataQuery Filtered(MetadataQuery query) =>
        query.OneOf.Count == 0 ? query : query with { Filters = [.. query.OneOf.Select(o => o.Filter), .. query.Filters], OneOf = [] };

    // Halves the longest list of values.
    private static (MetadataQuery First, MetadataQuery Second)? Halve(MetadataQuery query)
    {
        var longest = query.OneOf.Where(o => o.Values.Count > 1).OrderByDescending(o => o.Filter.Length).FirstOrDefault();
        if (longest is null)
            return null;
        var (first, second) = longest.Halve();
        return (With(first), With(second));

        MetadataQuery With(PropertyValues half) => query with { OneOf = [.. query.OneOf.Select(o => o == longest ? half : o)] };
    }

    private IAsyncEnumerable<Page<T>> ReadListAsync(MetadataQuery query, CancellationToken cancellationToken)
    {
        var list = new PagedReader<T>(_caller, (page, size) => Request(query, page, size), () => _builder(query.Fields), new PageShape<T>(query.Type.Plural, _idOf));
        return list.ReadAsync(query.PageSize, query.Skip, query.First, cancellationToken);
    }

    // First the ids of the objects that the filters let through, with what is compared here; then the objects themselves.
    private async IAsyncEnumerable<Page<T>> ReadFilteredAsync(MetadataQuery query, IReadOnlyList<LocalFilter> local, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = MetadataReader.OfElements(_caller);
        var plain = query.Filters.Where(text => LocalFilters([text]).Count == 0);
        var asked = query with
        {
            Fields = string.Join(",", local.Select(filter => filter.Fields).Prepend("id").Distinct()),
            Filters = [.. plain, .. local.Select(filter => filter.ServerFilter).OfType<string>()],
            Skip = 0,
            First = ulong.MaxValue,
        };
        var (skip, first) = (query.Skip, query.First);
        var objects = query with { Filters = [], Order = [], Skip = 0, First = ulong.MaxValue };
        await foreach (var page in found.ReadAsync(asked, onMissing: null, cancellationToken).ConfigureAwait(false))
        {
            var ids = new List<string>();
            foreach (var item in page.Items.Where(item => local.All(filter => filter.Wants(item))))
            {
                if (skip > 0)
                    skip--;
                else if ((ulong)ids.Count < first && item.Text("id") is { } id)
                    ids.Add(id);
            }
            first -= (ulong)ids.Count;
            await foreach (var part in ReadIdsAsync(objects, ids, onMissing: null, cancellationToken).ConfigureAwait(false))
                yield return part;
            if (first == 0)
                yield break;
        }
    }

    private async IAsyncEnumerable<Page<T>> ReadIdsAsync(MetadataQuery query, IReadOnlyList<string> ids, Action<string>? onMissing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in Parts(query, ids))
        {
            var found = new Dictionary<string, T>(StringComparer.Ordinal);
            // The id is always read, to know which objects are missing.
            var asked = query with { Ids = null, Filters = [.. query.Filters, IdFilter(part)], Fields = FieldList.With("id", query.Fields), PageSize = IdsPerRequest + 1 };
            await foreach (var page in ReadAsync(asked, null, cancellationToken).ConfigureAwait(false))
            {
                foreach (var item in page.Items)
                    found[_idOf(item) ?? ""] = item;
            }
            // In the order of the ids, unless another one is asked for.
            var wanted = part.Distinct().ToList();
            yield return new Page<T>(query.Order.Count > 0 ? [.. found.Values] : [.. wanted.Where(found.ContainsKey).Select(id => found[id])], null);
            if (onMissing is null)
                continue;
            foreach (var id in await FindMissingAsync(query, [.. wanted.Where(id => !found.ContainsKey(id))], cancellationToken).ConfigureAwait(false))
                onMissing(id);
        }
    }

    private IEnumerable<IReadOnlyList<string>> Parts(MetadataQuery query, IReadOnlyList<string> ids) => UrlLimit.CutList(
        _caller,
        ids,
        IdsPerRequest,
        part => Request(query with { Filters = [.. query.Filters, IdFilter(part)], Fields = FieldList.With("id", query.Fields) }, int.MaxValue, IdsPerRequest + 1));

    // An object that only the filters leave out exists, and is not missing.
    private async Task<IReadOnlyList<string>> FindMissingAsync(MetadataQuery query, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0 || (query.Filters.Count == 0 && query.Extra.Count == 0))
            return ids;
        var there = new HashSet<string>(StringComparer.Ordinal);
        var asked = new MetadataQuery { Type = query.Type, Fields = "id", Filters = [IdFilter(ids)], PageSize = IdsPerRequest + 1 };
        await foreach (var page in ReadListAsync(asked, cancellationToken).ConfigureAwait(false))
            there.UnionWith(page.Items.Select(item => _idOf(item) ?? ""));
        return [.. ids.Where(id => !there.Contains(id))];
    }

    private static string IdFilter(IReadOnlyList<string> ids) => $"id:in:[{string.Join(",", ids)}]";

    private Dhis2Request Request(MetadataQuery query, int page, int size)
    {
        var request = new Dhis2Request(query.Type.Plural);
        request.Query.Add("fields", query.Fields).AddEach("filter", query.Filters);
        if (query.AnyFilter)
            request.Query.Add("rootJunction", "OR");
        // With gist=false the list is answered by the older engine, which takes these characters literally.
        if (_caller.Session.Dialect.LikeTakesWildcards && query.Filters.Any(FilterRules.HoldsWildcard))
            request.Query.Add("gist", false);
        request.Query.Add("order", Order(query)).AddRange(query.Extra).Add("page", page).Add("pageSize", size);
        return request;
    }

    private static string Order(MetadataQuery query)
    {
        var orders = query.Order.SelectMany(o => o.Split(',')).Select(o => o.Contains(':') ? o : o + ":asc").ToList();
        if (!orders.Exists(o => o.StartsWith("id:", StringComparison.Ordinal)))
            orders.Add("id:asc");
        return string.Join(",", orders);
    }
}

/// <summary>Makes readers of metadata.</summary>
internal static class MetadataReader
{
    /// <summary>A reader of objects as they come, for what looks at some of their properties alone.</summary>
    public static MetadataReader<JsonElement> OfElements(Dhis2Caller caller) => new(caller, _ => new ElementBuilder<JsonElement>(item => item.Clone()), item => item.Text("id"));
}
