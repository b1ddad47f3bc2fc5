using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// How the file of rejected rows says what the rows' own files say beside their rows (id schemes, strategy, a trial, a completion), so that importing it as it is does
/// what was meant. One envelope says it where all rows share it. Where none can, rows that were to be deleted are marked as deleted: they are never stored instead.
/// </summary>
internal sealed class RejectedTerms
{
    private readonly DataValueSetTerms _given;
    private readonly bool _isInEnvelope;

    private RejectedTerms(DataValueSetTerms given, DataValueSetTerms? envelope, string? untold)
    {
        _given = given;
        _isInEnvelope = envelope is not null;
        Envelope = envelope ?? DataValueSetTerms.None;
        Untold = untold;
    }

    /// <summary>What the file says beside its rows.</summary>
    public DataValueSetTerms Envelope { get; }

    /// <summary>What the file cannot say, in words; null for nothing.</summary>
    public string? Untold { get; }

    /// <summary>Looks at all rows of a file.</summary>
    /// <param name="problems">The rows.</param>
    /// <param name="given">What the import was told of rows whose file says nothing of itself.</param>
    /// <param name="hasEnvelope">Whether the file can say something beside its rows.</param>
    public static RejectedTerms Of(IEnumerable<ImportProblem> problems, DataValueSetTerms given, bool hasEnvelope)
    {
        var (told, parameters) = (new HashSet<DataValueSetTerms>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var problem in problems.OfType<DataValueImportProblem>())
        {
            if (told.Add(Carried(problem, given)))
                parameters.Add(problem.Terms?.Parameters ?? "");
        }
        if (hasEnvelope && told.Count <= 1)
            return new RejectedTerms(given, told.FirstOrDefault() ?? DataValueSetTerms.None, untold: null);
        var untold = parameters.Count == 0 || parameters.SetEquals([""]) ? null : parameters.Count == 1 ? $"has to be imported with {parameters.First()}, as the file of its rows says"
            : $"has rows of files that say different things of themselves ({string.Join("; ", parameters.Select(one => one.Length == 0 ? "no parameter" : one))}), and cannot be imported at once";
        return new RejectedTerms(given, envelope: null, untold);
    }

    /// <summary>The row of a problem as the file has it; null for a line that could not be read.</summary>
    public DataValue? RowOf(ImportProblem problem)
    {
        if (problem.Row is not DataValue row || _isInEnvelope || row.Deleted || Carried(problem, _given).Strategy != ImportStrategy.Delete)
            return problem.Row as DataValue;
        var marked = row.Clone();
        marked.Deleted = true;
        return marked;
    }

    private static DataValueSetTerms Carried(ImportProblem problem, DataValueSetTerms given) => ((problem as DataValueImportProblem)?.Terms ?? DataValueSetTerms.None).ForSomeRows(given);
}
