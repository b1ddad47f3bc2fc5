using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Rows that go out in one request; on 2.43 all of one data set.</summary>
internal sealed class ImportBatch(IReadOnlyList<ImportRow> rows, string? dataSet, ImportOptions options)
{
    public IReadOnlyList<ImportRow> Rows { get; } = rows;

    public string? DataSet { get; } = dataSet;

    public ImportOptions Options { get; } = options;

    /// <summary>The same rows, for as long as a task of the server may take: few of them in memory.</summary>
    public ImportBatch Kept()
    {
        var rows = new Spool<ImportRow>(ImportRowFormat.Instance, inMemory: 500);
        foreach (var row in Rows)
            rows.Add(row);
        return new ImportBatch(rows, DataSet, Options);
    }
}
