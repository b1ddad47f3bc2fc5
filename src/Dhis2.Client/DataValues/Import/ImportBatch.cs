namespace Dhis2.Client.DataValues.Import;

/// <summary>Rows that go out in one request; on 2.43 all of one data set.</summary>
internal sealed class ImportBatch(IReadOnlyList<ImportRow> rows, string? dataSet, ImportOptions options)
{
    public IReadOnlyList<ImportRow> Rows { get; } = rows;

    public string? DataSet { get; } = dataSet;

    public ImportOptions Options { get; } = options;
}
