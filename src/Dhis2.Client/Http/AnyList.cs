using System.Runtime.CompilerServices;
using Dhis2.Client.Json;

namespace Dhis2.Client.Http;

/// <summary>
/// Reads a list of any endpoint to its end, knowing nothing of it beforehand: its name, whether it is paged at all, and
/// what size of page it keeps to are seen from the answers. Next pages are never those that the server names.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="request">Makes the request for a page by its number and size.</param>
/// <param name="builder">Builds items.</param>
/// <param name="fingerprint">An item as a text: the same for the same item sent again.</param>
internal sealed class AnyList<T>(Dhis2Caller caller, Func<int, int, Dhis2Request> request, Func<IJsonBuilder<T>> builder, Func<T, string> fingerprint)
{
    // Some lists give no more than this at once, whatever was asked for, and do not always say so.
    private const int CommonLimit = 1000;

    public async IAsyncEnumerable<Page<T>> ReadAsync(int pageSize, ulong skip, ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (first == 0)
            yield break;
        var size = skip == 0 && first < (ulong)pageSize ? (int)first : pageSize;
        var number = (int)(skip / (ulong)size) + 1;
        var drop = skip % (ulong)size;
        var page = await ReadPageAsync(number, size, cancellationToken).ConfigureAwait(false);
        if (number > 1 && page.Items.Count > 0 && (page.Number != number || page.Size != size))
        {
            // The place asked for is not what came: paging is ignored, or pages are smaller. Then it is counted from the start.
            (number, drop) = (1, skip);
            page = await ReadPageAsync(number, size, cancellationToken).ConfigureAwait(false);
        }
        for (var left = first; ;)
        {
            var items = PagedList<T>.Cut(page.Items, (int)Math.Min(drop, (ulong)page.Items.Count), left);
            drop -= Math.Min(drop, (ulong)page.Items.Count);
            left -= (ulong)items.Count;
            yield return new Page<T>(items, page.Total);
            if (left == 0 || !page.MayHaveNext(size))
                yield break;
            var next = await ReadPageAsync(++number, size, cancellationToken).ConfigureAwait(false);
            if (IsSame(page, next) && IsEverything(next, number))
                yield break;
            page = next;
        }
    }

    private Task<ListPage> ReadPageAsync(int number, int size, CancellationToken cancellationToken)
    {
        var pageRequest = request(number, size);
        return WholeAnswer.ReadAsync(caller, pageRequest, response => ReadBodyAsync(pageRequest, response, cancellationToken), cancellationToken);
    }

    private async Task<ListPage> ReadBodyAsync(Dhis2Request pageRequest, Dhis2Response response, CancellationToken cancellationToken)
    {
        var envelope = new AnyListEnvelope<T>(builder());
        using var reader = new JsonBatchReader<T>(await response.OpenAsync(cancellationToken).ConfigureAwait(false), envelope, pageRequest.Display);
        var items = await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (reader.IsEmpty)
            throw Answers.BadJson(pageRequest.Display, null, "it is empty");
        if (!reader.SawItems || envelope.Lists.Count > 1)
            throw NoList(pageRequest, envelope.Lists);
        return new ListPage(items, envelope.Page, envelope.PageSize, envelope.Total);
    }

    private static Dhis2InputException NoList(Dhis2Request pageRequest, List<string> lists) => new(
        $"{pageRequest.Display}: {(lists.Count == 0 ? "there is no list in the answer" : $"there are several lists in the answer ({string.Join(", ", lists)})")}.",
        "Leave out -Paged, and take what is wanted from the answer.");

    private bool IsSame(ListPage a, ListPage b) =>
        a.Items.Count > 0 && a.Items.Count == b.Items.Count && fingerprint(a.Items[0]) == fingerprint(b.Items[0]) && fingerprint(a.Items[a.Items.Count - 1]) == fingerprint(b.Items[b.Items.Count - 1]);

    // The same again: where the server keeps no count of pages it had given everything; where it does, something else answered.
    private bool IsEverything(ListPage page, int number) => page.Number is null ? true : throw Faults.RepeatedPage(request(number, 1).Display, number);

    private sealed record ListPage(List<T> Items, int? Number, int? Size, long? Total)
    {
        // More than a page holds means that there are no pages.
        public bool MayHaveNext(int asked) =>
            Items.Count <= Math.Max(asked, Size ?? 0) && Items.Count >= Math.Min(asked, Size is > 0 and var size ? size : CommonLimit);
    }
}
