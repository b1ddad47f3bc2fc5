using System.Collections;

namespace Dhis2.Client.Imports;

/// <summary>The problems of several reports, one report after the other, without a copy: they may be many, and lie in files.</summary>
internal sealed class JoinedProblems(IReadOnlyList<IReadOnlyList<ImportProblem>> lists) : IReadOnlyList<ImportProblem>
{
    public int Count => lists.Sum(list => list.Count);

    public ImportProblem this[int index]
    {
        get
        {
            foreach (var list in lists)
            {
                if (index < list.Count)
                    return list[index];
                index -= list.Count;
            }
            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    public IEnumerator<ImportProblem> GetEnumerator() => lists.SelectMany(list => list).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
