using System.Collections;

namespace Dhis2.Client.Imports;

/// <summary>Problems with the place of their rows in the input; rows settle in another order than they came in.</summary>
internal sealed class ProblemList(ISpoolFormat<ImportProblem> format)
{
    private readonly Spool<ImportProblem> _problems = new(format);
    private readonly List<long> _numbers = [];

    public void Add(long number, ImportProblem problem)
    {
        _numbers.Add(number);
        _problems.Add(problem);
    }

    /// <summary>All of them in the order of the input; those of one row as they were added.</summary>
    public IReadOnlyList<ImportProblem> Sorted() => new View(_problems, [.. Enumerable.Range(0, _numbers.Count).OrderBy(i => _numbers[i])]);

    private sealed class View(Spool<ImportProblem> problems, int[] order) : IReadOnlyList<ImportProblem>
    {
        public int Count => order.Length;

        public ImportProblem this[int index] => problems[order[index]];

        public IEnumerator<ImportProblem> GetEnumerator()
        {
            foreach (var i in order)
                yield return problems[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
