namespace Dhis2.Client.Imports.Journals;

/// <summary>Row numbers, as few ranges as they make: a million rows that are all settled are one.</summary>
internal sealed class RowSet
{
    // In order, with at least one number between two of them.
    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>How many numbers there are.</summary>
    public long Count { get; private set; }

    public bool Contains(long number)
    {
        var at = IndexOf(number);
        return at < _ranges.Count && _ranges[at].First <= number;
    }

    /// <summary>Adds a range; gives how many of its numbers were not there.</summary>
    public long Add(long first, long last)
    {
        var before = Count;
        var at = IndexOf(first - 1);
        var end = at;
        for (; end < _ranges.Count && _ranges[end].First <= last + 1; end++)
        {
            Count -= Size(_ranges[end]);
            (first, last) = (Math.Min(first, _ranges[end].First), Math.Max(last, _ranges[end].Last));
        }
        Replace(at, end, [(first, last)]);
        return Count - before;
    }

    /// <summary>Takes a range out, as far as it is there.</summary>
    public void Remove(long first, long last)
    {
        var at = IndexOf(first);
        var end = at;
        var rest = new List<(long First, long Last)>(2);
        for (; end < _ranges.Count && _ranges[end].First <= last; end++)
        {
            Count -= Size(_ranges[end]);
            if (_ranges[end].First < first)
                rest.Add((_ranges[end].First, first - 1));
            if (_ranges[end].Last > last)
                rest.Add((last + 1, _ranges[end].Last));
        }
        Replace(at, end, rest);
    }

    private static long Size((long First, long Last) range) => range.Last - range.First + 1;

    private void Replace(int at, int end, List<(long First, long Last)> ranges)
    {
        _ranges.RemoveRange(at, end - at);
        _ranges.InsertRange(at, ranges);
        ranges.ForEach(range => Count += Size(range));
    }

    // Of the first range that ends at the number or behind it.
    private int IndexOf(long number)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].Last < number ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
