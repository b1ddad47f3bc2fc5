namespace Dhis2.Client.DataValues.Import;

/// <summary>Rows that go out in one request; on 2.43 all of one data set.</summary>
internal sealed class ImportBatch(IReadOnlyList<ImportRow> rows, string? dataSet, ImportOptions options)
{
    public IReadOnlyList<ImportRow> Rows { get; } = rows;

    public string? DataSet { get; } = dataSet;

    public ImportOptions Options { get; } = options;

    public ImportBatch With(IReadOnlyList<ImportRow> rows) => new(rows, DataSet, Options);

    /// <summary>The batch without the rows at these positions.</summary>
    public ImportBatch Without(ICollection<int> positions) => With(Rows.Where((_, i) => !positions.Contains(i)).ToList());

    /// <summary>Two halves, with the rows of an org unit together: faults are mostly an org unit's.</summary>
    public (ImportBatch First, ImportBatch Second) Halves()
    {
        var sorted = Rows.OrderBy(r => r.Value.OrgUnit, StringComparer.Ordinal).ToList();
        var half = sorted.Count / 2;
        return (With(sorted.GetRange(0, half)), With(sorted.GetRange(half, sorted.Count - half)));
    }
}
