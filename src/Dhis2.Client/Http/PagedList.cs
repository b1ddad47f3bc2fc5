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
        string? previous = null;
        for (var number = (int)(skip / (ulong)pageSize) + 1; ; number++)
        {
            var page = await ReadPageAsync(request(number, pageSize), cancellationToken).ConfigureAwait(false);
            var full = page.Items.Count >= pageSize;
            previous = CheckRepeated(page, previous, number);
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
        var envelope = new BuilderEnvelope<T>(builder(), listName);
        using var reader = new JsonBatchReader<T>(await response.OpenAsync(cancellationToken).ConfigureAwait(false), envelope, pageRequest.Display);
        var items = await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (reader.IsEmpty || !reader.SawItems)
            throw Answers.BadJson(pageRequest.Display, null, reader.IsEmpty ? "it is empty" : $"it has no list{(listName is null ? "" : $" '{listName}'")}");
        return new Page<T>(items, envelope.Total);
    }

    private string? CheckRepeated(Page<T> page, string? previous, int number)
    {
        if (Identity is null || page.Items.Count == 0)
            return null;
        var current = Identity(page.Items[0]);
        if (current is not null && current == previous)
        {
            throw Faults.RepeatedPage(request(number, 1).Display, number);
        }
        return current;
    }

    internal static IReadOnlyList<T> Cut(IReadOnlyList<T> items, int drop, ulong left)
    {
        if (drop == 0 && (ulong)items.Count <= left)
            return items;
        return items.Skip(drop).Take((int)Math.Min(left, int.MaxValue)).ToList();
    }
}
