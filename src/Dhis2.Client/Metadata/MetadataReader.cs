using System.Runtime.CompilerServices;
using Dhis2.Client.Http;
using Dhis2.Client.Json;

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

    /// <summary>Reads a list, or objects by their ids. Ids that are not there are told to <paramref name="onMissing"/>.</summary>
    public IAsyncEnumerable<Page<T>> ReadAsync(MetadataQuery query, Action<string>? onMissing, CancellationToken cancellationToken)
    {
        foreach (var filter in query.Filters)
            FilterGuard.Check(filter, _caller.Session.Dialect);
        if (query.AnyFilter && query.Filters.Count > 1 && !_caller.Session.Dialect.HonoursRootJunction)
        {
            throw new Dhis2InputException(
                "rootJunction OR has no effect on servers before 2.42: they would join the filters by AND.",
                "Ask once for each filter and join the results, or filter with Where-Object.");
        }
        if (query.AnyFilter && query.Ids is not null)
            throw new Dhis2InputException("Ids cannot be joined with filters by OR.", "Leave out the ids or the root junction.");
        return query.Ids is null ? ReadListAsync(query, cancellationToken) : ReadIdsAsync(query, query.Ids, onMissing, cancellationToken);
    }

    private IAsyncEnumerable<Page<T>> ReadListAsync(MetadataQuery query, CancellationToken cancellationToken)
    {
        var list = new PagedList<T>(_caller, (page, size) => Request(query, page, size), () => _builder(query.Fields), query.Type.Plural) { Identity = _idOf };
        return list.ReadAsync(query.PageSize, query.Skip, query.First, cancellationToken);
    }

    private async IAsyncEnumerable<Page<T>> ReadIdsAsync(MetadataQuery query, IReadOnlyList<string> ids, Action<string>? onMissing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var at = 0; at < ids.Count; at += IdsPerRequest)
        {
            var part = ids.Skip(at).Take(IdsPerRequest).ToList();
            var asked = query with
            {
                Ids = null,
                Filters = [.. query.Filters, $"id:in:[{string.Join(",", part)}]"],
                // Without the id an object could not be told from another.
                Fields = FieldList.With("id", query.Fields),
                PageSize = IdsPerRequest + 1,
            };
            var missing = new HashSet<string>(part, StringComparer.Ordinal);
            await foreach (var page in ReadListAsync(asked, cancellationToken).ConfigureAwait(false))
            {
                foreach (var item in page.Items)
                    missing.Remove(_idOf(item) ?? "");
                yield return page;
            }
            foreach (var id in part.Where(missing.Contains).Distinct())
                onMissing?.Invoke(id);
        }
    }

    private static Dhis2Request Request(MetadataQuery query, int page, int size)
    {
        var request = new Dhis2Request(query.Type.Plural);
        request.Query.Add("fields", query.Fields).AddEach("filter", query.Filters);
        if (query.AnyFilter)
            request.Query.Add("rootJunction", "OR");
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
