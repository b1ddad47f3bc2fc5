using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Lists;

/// <summary>Where a page stands among all of its list, by the answer's own word.</summary>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="PageCount">How many there are.</param>
public sealed record PagePlace(long Page, long PageCount)
{
    /// <summary>The place that a whole JSON answer names, in its pager or beside its list; null where it names none.</summary>
    /// <param name="utf8">The answer.</param>
    public static PagePlace? Of(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.WithoutBom());
            var root = document.RootElement;
            var pager = root.Child("pager") ?? root;
            var count = pager.Number("pageCount");
            if (count is null && pager.Number("total") is { } total && pager.Number("pageSize") is > 0 and var size)
                count = (total / size) + (total % size > 0 ? 1 : 0);
            return count is { } pages && pager.Number("page") is { } page ? new PagePlace(page, pages) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
