using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dhis2.Client.Json;

namespace Dhis2.Client.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Total">All there are, when the server says so.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Total);

/// <summary>
/// Reads a paged list page by page. Counts pages itself and ends at a short one: servers' pagers tell wrong totals and wrong next pages in places.
/// </summary>
internal sealed class PagedList<T>(Dhis2Caller caller, Func<int, int, Dhis2Request> request, Func<IJsonBuilder<T>> builder, string? listName)
{
    private readonly ConcurrentBag<IJsonBuilder<T>> _builders = [];

    /// <summary>Tells two pages with the same first item apart from the same page sent twice; null when items have no identity.</summary>
    public Func<T, string?>? Identity { get; init; }

    public async IAsyncEnumerable<Page<T>> ReadAsync(int pageSize, ulong skip, ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (first == 0)
            yield break;
        // A few wanted objects do not need a page of a thousand. Past a skip the size stays, so that pages begin at whole multiples of it.
        if (skip == 0 && first < (ulong)pageSize)
            pageSize = (int)first;
        var drop = (int)(skip % (ulong)pageSize);
        var left = first;
        var number = (int)(skip / (ulong)pageSize) + 1;
        var lastWanted = PagesOf(first > ulong.MaxValue - skip ? ulong.MaxValue : skip + first, pageSize);
        var lastKnown = number;
        var firsts = new HashSet<string>(StringComparer.Ordinal);
        await using var pages = new RequestsAhead<Page<T>>((page, token) => ReadPageAsync(request(page, pageSize), token), number, cancellationToken);
        for (; ; number++)
        {
            var page = await pages.TakeAsync(lastKnown).ConfigureAwait(false);
            var full = page.Items.Count >= pageSize;
            CheckRepeated(page, firsts, number);
            lastKnown = Math.Min(lastWanted, PagesOf((ulong)(page.Total ?? 0), pageSize));
            var items = Cut(page.Items, drop, left);
            drop = 0;
            left -= (ulong)items.Count;
            yield return page with { Items = items };
            if (!full || left == 0)
                yield break;
        }
    }

    private Task<Page<T>> ReadPageAsync(Dhis2Request pageRequest, CancellationToken cancellationToken) =>
        WholeAnswer.ReadAsync(caller, pageRequest, response => ReadBodyAsync(pageRequest, response, cancellationToken), cancellationToken);

    private async Task<Page<T>> ReadBodyAsync(Dhis2Request pageRequest, Dhis2Response response, CancellationToken cancellationToken)
    {
        // One that has built a page knows what the next one looks like.
        if (!_builders.TryTake(out var build))
            build = builder();
        var envelope = new BuilderEnvelope<T>(build, listName);
        using var reader = new JsonBatchReader<T>(await response.OpenAsync(cancellationToken).ConfigureAwait(false), envelope, pageRequest.Display);
        var items = await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (reader.IsEmpty || !reader.SawItems)
            throw Answers.BadJson(pageRequest.Display, null, reader.IsEmpty ? "it is empty" : $"it has no list{(listName is null ? "" : $" '{listName}'")}");
        _builders.Add(build);
        return new Page<T>(items, envelope.Total);
    }

    private void CheckRepeated(Page<T> page, HashSet<string> firsts, int number)
    {
        if (Identity is not null && page.Items.Count > 0 && Identity(page.Items[0]) is { } first && !firsts.Add(first))
            throw Faults.RepeatedPage(request(number, 1).Display, number);
    }

    private static int PagesOf(ulong items, int pageSize) =>
        (int)Math.Min((items / (ulong)pageSize) + (items % (ulong)pageSize > 0 ? 1UL : 0UL), int.MaxValue);

    internal static IReadOnlyList<T> Cut(IReadOnlyList<T> items, int drop, ulong left)
    {
        if (drop == 0 && (ulong)items.Count <= left)
            return items;
        return items.Skip(drop).Take((int)Math.Min(left, int.MaxValue)).ToList();
    }
}
