namespace Dhis2.Client.Lists;

/// <summary>A page as it came: its items, and what the server says of its paging, in the pager or beside the list.</summary>
/// <param name="Items">All of them.</param>
/// <param name="Number">Which page it is; null where the server does not say.</param>
/// <param name="Size">How many items a page holds; null where the server does not say.</param>
/// <param name="Total">How many items there are in all pages; not right in all versions and lists.</param>
internal sealed record ListPage<T>(List<T> Items, int? Number, int? Size, long? Total)
{
    /// <summary>Whether the server says anything of pages at all.</summary>
    public bool NamesPaging => Number is not null || Size is not null;

    /// <summary>How many items a page holds by the server's word, where that is fewer than were asked for. Of a page that holds more than it says the word is wrong.</summary>
    public int SizeFor(int asked) => Size is > 0 and var size && size < asked && Items.Count <= size ? size : asked;
}
