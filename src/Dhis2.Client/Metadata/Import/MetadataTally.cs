using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Import;

/// <summary>Counts the objects of an import by their types, and takes note of what has to be told beside their fates.</summary>
internal sealed class MetadataTally(MetadataImportOptions options)
{
    private readonly object _gate = new();
    private readonly List<MetadataType> _types = [];
    private readonly Dictionary<MetadataType, Count> _counts = [];
    private readonly List<MetadataRow> _combos = [];

    /// <summary>Rows that were rejected because others were.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Category combos that went in.</summary>
    public IReadOnlyList<MetadataRow> Combos => _combos;

    /// <summary>Categories went in, of which stored category combos may consist.</summary>
    public bool HasCategories => StoredOf("categories") > 0;

    /// <summary>Category option combos were among the objects.</summary>
    public bool HasOptionCombos => _counts.Keys.Any(type => type.Plural == "categoryOptionCombos");

    /// <summary>How many types there are.</summary>
    public int Types => _types.Count;

    /// <summary>Takes note of an object of a type, and gives it its place among those of its type.</summary>
    public long Enter(MetadataType type)
    {
        lock (_gate)
        {
            if (!_counts.TryGetValue(type, out var count))
            {
                _counts[type] = count = new Count();
                _types.Add(type);
            }
            return count.Total++;
        }
    }

    /// <summary>Takes note of what an answer says.</summary>
    public void Note(IReadOnlyList<LedgerEntry<MetadataRow>> rows, MetadataAnswer answer, MetadataJudgement judgement, Ledger<MetadataRow> ledger)
    {
        foreach (var (index, faults) in judgement.Faults.Select(fault => (fault.Key, fault.Value)))
            rows[index].Row.Faults = faults;
        foreach (var index in judgement.Consequences)
            rows[index].Row.IsConsequence = true;
        foreach (var index in judgement.StoredWithFaults)
        {
            foreach (var fault in judgement.Faults[index])
                ledger.Warn(rows[index], $"Stored without a reference: {fault.Message}", fault.Code);
        }
        foreach (var stranger in judgement.Strangers)
            ledger.Warn(rows[rows.Count - 1], Nameless(stranger.Message, stranger.Code, stranger.Property));
        if (judgement.Verdict.Kind != VerdictKind.Settled)
            return;
        // The whole request was refused, and no object is named.
        if (judgement.Faults.Count == 0 && judgement.Strangers.Count == 0 && judgement.Consequences.Count == rows.Count)
            ledger.Warn(rows[rows.Count - 1], Nameless(answer.Message, null, null));
        WarnOfFurtherFaults(rows, judgement, ledger);
        lock (_gate)
            CountStored(rows, answer, judgement);
    }

    // An object is settled by one of its faults, the last.
    private static void WarnOfFurtherFaults(IReadOnlyList<LedgerEntry<MetadataRow>> rows, MetadataJudgement judgement, Ledger<MetadataRow> ledger)
    {
        foreach (var index in judgement.Verdict.Rejected.Keys.Where(index => judgement.Faults.ContainsKey(index) && !judgement.Verdict.Unexplained.Contains(index)))
        {
            foreach (var fault in judgement.Faults[index].Take(judgement.Faults[index].Count - 1))
                ledger.Warn(rows[index], Problem(rows[index].Row, ImportOutcome.Rejected, fault.Message, fault.Code, fault.Property, isFurther: true));
        }
    }

    /// <summary>Counts an object that the store was found to hold as it was meant.</summary>
    public void CountDone(MetadataRow row)
    {
        lock (_gate)
        {
            AddCombo(row);
            var count = _counts[row.Type];
            if (options.Strategy == MetadataImportStrategy.Create)
                count.Imported++;
            else if (options.Strategy == MetadataImportStrategy.Delete)
                count.Deleted++;
            else
                count.Updated++;
        }
    }

    /// <summary>What is told of an object.</summary>
    public ImportProblem Describe(MetadataRow row, ImportOutcome outcome, string message, string? code)
    {
        lock (_gate)
        {
            if (outcome == ImportOutcome.Rejected && row.IsConsequence)
                HeldBack++;
        }
        return Problem(row, outcome, message, code, row.Faults.FirstOrDefault(fault => fault.Message == message)?.Property);
    }

    /// <summary>A problem of an object.</summary>
    public static MetadataImportProblem Problem(MetadataRow row, ImportOutcome outcome, string message, string? code, string? property, bool isFurther = false)
    {
        var isConsequence = outcome == ImportOutcome.Rejected && row.IsConsequence;
        return new MetadataImportProblem
        {
            Outcome = outcome,
            File = row.File,
            Line = row.Line,
            Type = row.Type.Plural,
            Index = row.Index,
            Uid = row.Id,
            Property = property,
            Code = code,
            Message = message,
            HeldBack = isConsequence,
            IsFurther = isFurther,
            RecommendedAction = MissingCache.IsReason(message) ? MissingCache.Advice : null,
            // Of many that were only held back, the objects themselves would be read for nothing.
            Row = isConsequence ? new MetadataObject(row.Type.Plural, row.Id, null, null, null) : row.Read(),
        };
    }

    /// <summary>The counts by type.</summary>
    public IReadOnlyList<MetadataTypeCount> Close(IReadOnlyList<ImportProblem> problems)
    {
        foreach (var problem in problems.OfType<MetadataImportProblem>().Where(problem => problem is { Type: not null, IsFurther: false }))
        {
            if (_types.Find(type => type.Plural == problem.Type) is not { } type)
                continue;
            if (problem.Outcome == ImportOutcome.Rejected)
                _counts[type].Rejected++;
            else if (problem.Outcome is ImportOutcome.Unknown or ImportOutcome.NotSent)
                _counts[type].Open++;
        }
        return [.. _types.Select(type => _counts[type].Of(type))];
    }

    private void CountStored(IReadOnlyList<LedgerEntry<MetadataRow>> rows, MetadataAnswer answer, MetadataJudgement judgement)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (!judgement.Verdict.Rejected.ContainsKey(i))
                AddCombo(rows[i].Row);
        }
        foreach (var report in answer.Types)
        {
            if (_types.Find(type => type.Singular.Equals(report.Class, StringComparison.OrdinalIgnoreCase)) is not { } type)
                continue;
            _counts[type].Imported += report.Created;
            _counts[type].Updated += report.Updated;
            _counts[type].Deleted += report.Deleted;
        }
    }

    private void AddCombo(MetadataRow row)
    {
        if (row.Type.Plural == "categoryCombos" && options.Strategy != MetadataImportStrategy.Delete)
            _combos.Add(row);
    }

    private long StoredOf(string list) => _types.Find(type => type.Plural == list) is { } type ? _counts[type].Imported + _counts[type].Updated : 0;

    private static MetadataImportProblem Nameless(string message, string? code, string? property) => new()
    {
        Outcome = ImportOutcome.Rejected,
        Code = code,
        Property = property,
        Message = message,
        IsFurther = true,
        RecommendedAction = MissingCache.IsReason(message) ? MissingCache.Advice : null,
    };

    private sealed class Count
    {
        public long Total { get; set; }

        public long Imported { get; set; }

        public long Updated { get; set; }

        public long Deleted { get; set; }

        public long Rejected { get; set; }

        public long Open { get; set; }

        public MetadataTypeCount Of(MetadataType type) =>
            new() { Type = type.Plural, Total = Total, Imported = Imported, Updated = Updated, Deleted = Deleted, Rejected = Rejected, Open = Open };
    }
}
