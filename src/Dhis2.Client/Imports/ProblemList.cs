namespace Dhis2.Client.Imports;

/// <summary>Problems with the place of their rows in the input; rows settle in another order than they came in.</summary>
internal sealed class ProblemList
{
    private readonly List<(long Number, ImportProblem Problem)> _problems = [];

    public void Add(long number, ImportProblem problem) => _problems.Add((number, problem));

    /// <summary>All of them in the order of the input; those of one row as they were added.</summary>
    public IReadOnlyList<ImportProblem> Sorted() => [.. _problems.OrderBy(p => p.Number).Select(p => p.Problem)];
}
