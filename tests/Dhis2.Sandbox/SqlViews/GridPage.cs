using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>The part of a grid that JSON sends.</summary>
internal sealed record GridPage(int Start, int End, bool HasPager, int Number, int Size, int Total)
{
    /// <summary>A size of 0 is told as 1.</summary>
    public int ToldSize => Math.Max(1, Size);

    public int PageCount => (int)Math.Ceiling(Total / (double)ToldSize);

    public static GridPage Of(SqlGrid grid, SqlViewRequest request, Dialect dialect)
    {
        if (!request.Paging)
            return new GridPage(0, grid.Count, false, 1, grid.Count, grid.Count);
        var start = (request.Page - 1) * request.PageSize;
        var end = Math.Min(start + request.PageSize, grid.Count);
        if (start < 0 || end < start)
            throw new WebMessageException(409, $"Illegal start {(dialect >= Dialect.V42 ? "or" : "/")} end pos: {start}, {end}, {grid.Count}");
        return new GridPage(start, end, true, request.Page, request.PageSize, grid.Count);
    }
}
