namespace Dhis2.Client.Imports;

/// <summary>
/// Problems with the place of their rows in the input. Rows settle in another order than they came in, though never far from it: chunks of problems are sorted in
/// memory and chained to runs, and there are as many runs as chunks that reach over the same rows.
/// </summary>
internal sealed class ProblemList(ISpoolFormat<ImportProblem> format)
{
    // What a spool has in memory, so that a chunk begins with a block of its file.
    private const int ChunkItems = 4_000;

    private readonly NumberedFormat _format = new(format);
    private readonly int[] _counts = new int[(int)ImportOutcome.Warning + 1];
    private readonly List<NumberedProblem> _chunk = [];
    private readonly List<Run> _runs = [];
    private Spool<NumberedProblem>? _problems;

    private Spool<NumberedProblem> Problems => _problems ??= NewSpool();

    public void Add(long number, ImportProblem problem)
    {
        _counts[(int)problem.Outcome]++;
        _chunk.Add(new NumberedProblem(number, problem));
        if (_chunk.Count == ChunkItems)
            Store();
    }

    /// <summary>All of them in the order of the input; those of one row as they were added.</summary>
    public SortedProblems Sorted()
    {
        if (_chunk.Count > 0)
            Store();
        if (_runs.Count > 1)
            Merge();
        return new SortedProblems(Problems, [.. _counts]);
    }

    private void Store()
    {
        var start = Problems.Count;
        // Keeps the order of those with the same number.
        foreach (var problem in _chunk.OrderBy(p => p.Number))
            Problems.Add(problem);
        var (first, last) = (Problems[start].Number, Problems[start + _chunk.Count - 1].Number);
        var run = _runs.Where(r => r.Last <= first).OrderByDescending(r => r.Last).FirstOrDefault();
        if (run is null)
            _runs.Add(run = new Run());
        run.Add(start, _chunk.Count, last);
        _chunk.Clear();
    }

    // Of equal numbers the one that was added first comes first, which is the one before the other in the spool.
    private void Merge()
    {
        var sorted = NewSpool();
        var heads = new SortedDictionary<(long Number, int Index), IEnumerator<(int Index, NumberedProblem Problem)>>();
        foreach (var run in _runs)
            Advance(run.Read(Problems).GetEnumerator());
        while (heads.Count > 0)
        {
            var head = heads.First();
            heads.Remove(head.Key);
            sorted.Add(head.Value.Current.Problem);
            Advance(head.Value);
        }
        _runs.Clear();
        _runs.Add(new Run());
        _runs[0].Add(0, sorted.Count, sorted[sorted.Count - 1].Number);
        _problems = sorted;

        void Advance(IEnumerator<(int Index, NumberedProblem Problem)> run)
        {
            if (run.MoveNext())
                heads.Add((run.Current.Problem.Number, run.Current.Index), run);
            else
                run.Dispose();
        }
    }

    private Spool<NumberedProblem> NewSpool() => new(_format, ChunkItems);

    /// <summary>Parts of the spool that are in order, one behind the other.</summary>
    private sealed class Run
    {
        private readonly List<(int Start, int Count)> _parts = [];

        public long Last { get; private set; }

        public void Add(int start, int count, long last)
        {
            var end = _parts.Count - 1;
            if (end >= 0 && _parts[end].Start + _parts[end].Count == start)
                _parts[end] = (_parts[end].Start, _parts[end].Count + count);
            else
                _parts.Add((start, count));
            Last = last;
        }

        public IEnumerable<(int Index, NumberedProblem Problem)> Read(Spool<NumberedProblem> problems)
        {
            foreach (var (start, count) in _parts)
            {
                var index = start;
                foreach (var problem in problems.Range(start, count))
                    yield return (index++, problem);
            }
        }
    }

    private sealed class NumberedFormat(ISpoolFormat<ImportProblem> format) : ISpoolFormat<NumberedProblem>
    {
        public void Write(BinaryWriter writer, NumberedProblem item)
        {
            writer.Write(item.Number);
            format.Write(writer, item.Problem);
        }

        public NumberedProblem Read(BinaryReader reader) => new(reader.ReadInt64(), format.Read(reader));
    }
}
