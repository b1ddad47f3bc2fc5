using System.Diagnostics.CodeAnalysis;

namespace Dhis2.Client.Imports;

/// <summary>Batches that are still to be sent, none larger than what servers take by now. What was added last goes out first, so that the parts of a batch take its place.</summary>
internal sealed class WaitingBatches<TRow>(IImportProtocol<TRow> protocol, BatchSizer sizer)
{
    private readonly Stack<Batch<TRow>> _batches = new();

    /// <summary>The next batch with rows in it; false where there is none.</summary>
    public bool TryTake([NotNullWhen(true)] out Batch<TRow>? batch)
    {
        while (_batches.Count > 0)
        {
            batch = _batches.Pop();
            if (batch.Rows.Count > sizer.Ceiling)
                AddParts(batch, sizer.Ceiling);
            else if (batch.Rows.Count > 0)
                return true;
        }
        batch = null;
        return false;
    }

    public void Add(Batch<TRow> batch) => _batches.Push(batch);

    public void AddHalves(Batch<TRow> batch)
    {
        var (first, second) = protocol.Split(batch);
        _batches.Push(second);
        _batches.Push(first);
    }

    /// <summary>Adds rows that were sent before and that the server does not hold, those of one kind together.</summary>
    public void AddAgain(List<DoubtfulRow<TRow>> rows)
    {
        foreach (var group in rows.GroupBy(row => (row.Group, row.WithoutSummary, row.AtOnce)))
            AddParts(new Batch<TRow>([.. group.Select(row => row.Entry)], group.Key.Group) { WithoutSummary = group.Key.WithoutSummary }, Math.Min(group.Key.AtOnce, sizer.Current));
    }

    private void AddParts(Batch<TRow> batch, int size)
    {
        for (var start = (batch.Rows.Count - 1) / size * size; start >= 0; start -= size)
            _batches.Push(batch with { Rows = [.. batch.Rows.Skip(start).Take(size)] });
    }
}
