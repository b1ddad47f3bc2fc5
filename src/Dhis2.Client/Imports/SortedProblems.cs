using System.Collections;

namespace Dhis2.Client.Imports;

/// <summary>A problem with the place of its row in the input.</summary>
internal readonly record struct NumberedProblem(long Number, ImportProblem Problem);

/// <summary>The problems of an import that is over, read from their file as they are asked for.</summary>
/// <param name="problems">The problems in order.</param>
/// <param name="counts">How many there are of each outcome.</param>
internal sealed class SortedProblems(Spool<NumberedProblem> problems, int[] counts) : IReadOnlyList<ImportProblem>
{
    public int Count => problems.Count;

    public ImportProblem this[int index] => problems[index].Problem;

    /// <summary>How many there are of an outcome.</summary>
    public int CountOf(ImportOutcome outcome) => counts[(int)outcome];

    public IEnumerator<ImportProblem> GetEnumerator() => problems.Select(p => p.Problem).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
