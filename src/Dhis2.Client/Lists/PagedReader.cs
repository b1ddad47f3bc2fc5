using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Lists;

/// <summary>
/// Reads a paged list page by page, to its end. It counts the pages itself and never asks for those that the server names: pagers tell wrong totals and
/// wrong next pages in places. What size of page the server keeps to, and of a list that nothing is known of whether it has pages at all, is seen from its answers.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="request">Makes the request for a page by its number and size.</param>
/// <param name="builder">Makes builders of items.</param>
/// <param name="shape">What is known of the list.</param>
public sealed class PagedReader<T>(Dhis2Caller caller, Func<int, int, Dhis2Request> request, Func<IJsonBuilder<T>> builder, PageShape<T> shape)
{
    // Some lists give no more than this at once, whatever was asked for, and do not always say so.
    private const int CommonLimit = 1000;

    private readonly ConcurrentBag<IJsonBuilder<T>> _builders = [];
    private readonly HashSet<(int First, int Last)> _seen = [];

    /// <summary>Reads the list from an item on.</summary>
    /// <param name="pageSize">How many items to ask for at once; the server may give fewer.</param>
    /// <param name="skip">How many items to leave out at the start.</param>
    /// <param name="first">How many items to read at most.</param>
    /// <param name="cancellationToken">Ends what is under way.</param>
    public async IAsyncEnumerable<Page<T>> ReadAsync(int pageSize, ulong skip, ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (first == 0)
            yield break;
        // A few wanted objects do not need a page of a thousand. Past a skip the size stays, so that pages begin at whole multiples of it.
        var asked = Math.Min(pageSize, caller.Session.Dialect.LongestPage);
        if (skip == 0 && first < (ulong)asked)
            asked = (int)first;
        // No server counts so many pages: there is nothing so far behind.
        if (skip / (ulong)asked >= int.MaxValue)
            yield break;
        var (page, number, drop) = await ReadFirstAsync(asked, skip, cancellationToken).ConfigureAwait(false);
        var size = page.SizeFor(asked);
        var lastWanted = PagesOf(first > ulong.MaxValue - skip ? ulong.MaxValue : skip + first, size);
        await using var ahead = new RequestsAhead<ListPage<T>>((n, token) => ReadPageAsync(n, asked, token), number + 1, cancellationToken);
        var isPaged = shape.ListName is not null || page.NamesPaging;
        for (var left = first; ;)
        {
            var items = Cut(page.Items, (int)Math.Min(drop, (ulong)page.Items.Count), left);
            drop -= Math.Min(drop, (ulong)page.Items.Count);
            left -= (ulong)items.Count;
            yield return new Page<T>(items, page.Total);
            var reach = Reach(page, number, asked, size);
            if (left == 0 || reach == NextPage.None || number == int.MaxValue)
                yield break;
            var next = await ahead.TakeAsync(Math.Min(lastWanted, PagesOf((ulong)(page.Total ?? 0), size))).ConfigureAwait(false);
            number++;
            if (!isPaged)
            {
                if (!await HasPagesAsync(page, next, asked, cancellationToken).ConfigureAwait(false))
                    yield break;
                isPaged = true;
            }
            if (next.Items.Count == 0 || IsRepeated(next, number, reach))
                yield break;
            page = next;
        }
    }

    private enum NextPage
    {
        None,

        /// <summary>The page is as full as the server makes them.</summary>
        Likely,

        /// <summary>The page is not full, and the server says that there is more all the same: it gives fewer than it says, or its total is wrong.</summary>
        ByTotal,
    }

    // The first page, its number, and how many of its items and of those behind it are to be left out.
    private async Task<(ListPage<T> Page, int Number, ulong Drop)> ReadFirstAsync(int asked, ulong skip, CancellationToken cancellationToken)
    {
        var (number, drop) = Place(skip, asked);
        var page = await ReadPageAsync(number, asked, cancellationToken).ConfigureAwait(false);
        // The page asked for is not the place meant where the server's pages are smaller, or there are none. Where the server says nothing, a known list keeps to what it was asked.
        var size = page.SizeFor(asked);
        var isThere = number == 1 || page.Items.Count == 0 || (page.Number == number && page.Size == asked) || (shape.ListName is not null && size == asked && (page.Number ?? number) == number);
        if (!isThere)
        {
            (number, drop) = page.Number == number && page.Size > 0 && skip / (ulong)size < int.MaxValue ? Place(skip, size) : (1, skip);
            page = await ReadPageAsync(number, asked, cancellationToken).ConfigureAwait(false);
        }
        if (page.Items.Count > 0)
            _seen.Add(KeyOf(page));
        return (page, number, drop);
    }

    private static (int Number, ulong Drop) Place(ulong skip, int size) => ((int)(skip / (ulong)size) + 1, skip % (ulong)size);

    private NextPage Reach(ListPage<T> page, int number, int asked, int size)
    {
        var count = page.Items.Count;
        // More than a page holds means that there are no pages.
        if (count == 0 || count > Math.Max(asked, page.Size ?? 0))
            return NextPage.None;
        var full = page.Size is > 0 || shape.ListName is not null ? size : Math.Min(asked, CommonLimit);
        if (count >= full)
            return NextPage.Likely;
        return page.Total > ((long)(number - 1) * size) + count ? NextPage.ByTotal : NextPage.None;
    }

    // A list of which the server says nothing has pages where the next one differs, and the first one, asked for again, is the same: some are made anew each time.
    private async Task<bool> HasPagesAsync(ListPage<T> page, ListPage<T> next, int asked, CancellationToken cancellationToken)
    {
        if (next.Items.Count == 0 || IsSame(page, next))
            return false;
        return IsSame(page, await ReadPageAsync(1, asked, cancellationToken).ConfigureAwait(false));
    }

    private Task<ListPage<T>> ReadPageAsync(int number, int size, CancellationToken cancellationToken)
    {
        var pageRequest = request(number, size);
        return caller.ReadAsync(pageRequest, response => ReadBodyAsync(pageRequest, response, cancellationToken), cancellationToken);
    }

    private async Task<ListPage<T>> ReadBodyAsync(Dhis2Request pageRequest, Dhis2Response response, CancellationToken cancellationToken)
    {
        // One that has built a page knows what the next one looks like.
        if (!_builders.TryTake(out var build))
            build = builder();
        var envelope = new ListEnvelope<T>(build, shape.ListName);
        using var reader = new JsonBatchReader<T>(await response.OpenAsync(cancellationToken).ConfigureAwait(false), envelope, pageRequest.Display);
        var items = await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (reader.IsEmpty)
            throw JsonErrors.Invalid(pageRequest.Display, null, "it is empty");
        if (shape.ListName is null && (!reader.SawItems || envelope.Lists.Count > 1))
            throw NoList(pageRequest, envelope.Lists);
        if (!reader.SawItems)
            throw JsonErrors.Invalid(pageRequest.Display, null, $"it has no list '{shape.ListName}'");
        _builders.Add(build);
        return new ListPage<T>(items, envelope.Page, envelope.PageSize, envelope.Total);
    }

    private static Dhis2InputException NoList(Dhis2Request pageRequest, List<string> lists) => new(
        $"{pageRequest.Display}: {(lists.Count == 0 ? "there is no list in the answer" : $"there are several lists in the answer ({string.Join(", ", lists)})")}.",
        "Leave out -Paged, and take what is wanted from the answer.");

    // Where only the total, which may be wrong, promised more, the same again is the end. Items that nothing tells apart are judged by the page that the server names.
    private bool IsRepeated(ListPage<T> page, int number, NextPage reach)
    {
        var isNew = shape.Identity(page.Items[0]) is null ? page.Number is null || page.Number == number : _seen.Add(KeyOf(page));
        if (isNew)
            return false;
        return reach == NextPage.ByTotal ? true : throw WireErrors.RepeatedPage(request(number, 1).Display, number);
    }

    private bool IsSame(ListPage<T> a, ListPage<T> b) => a.Items.Count == b.Items.Count && (a.Items.Count == 0 || KeyOf(a) == KeyOf(b));

    // Of first and last item, as short as can be: a list may have any number of pages.
    private (int First, int Last) KeyOf(ListPage<T> page) => (KeyOf(page.Items[0]), KeyOf(page.Items[page.Items.Count - 1]));

    private int KeyOf(T item) => StringComparer.Ordinal.GetHashCode(shape.Identity(item) ?? "");

    private static int PagesOf(ulong items, int size) =>
        (int)Math.Min((items / (ulong)size) + (items % (ulong)size > 0 ? 1UL : 0UL), int.MaxValue);

    private static List<T> Cut(List<T> items, int drop, ulong left) =>
        drop == 0 && (ulong)items.Count <= left ? items : items.Skip(drop).Take((int)Math.Min(left, int.MaxValue)).ToList();
}
