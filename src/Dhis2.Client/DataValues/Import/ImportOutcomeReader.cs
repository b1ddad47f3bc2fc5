using Dhis2.Client.Jobs;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Reads what an import of data values left that ran as a task. It keeps the rows that were sent, so that the account can name them.</summary>
public sealed class ImportOutcomeReader : IJobOutcomeReader
{
    private readonly Dialect? _dialect;

    internal ImportOutcomeReader(ImportBatch batch, Dialect dialect)
    {
        Batch = batch;
        _dialect = dialect;
    }

    private ImportOutcomeReader()
    {
    }

    /// <summary>The kind of task it reads.</summary>
    public const string JobType = "DATAVALUE_IMPORT";

    /// <summary>For imports that somebody else started: without the rows, only their positions can be told.</summary>
    public static ImportOutcomeReader WithoutRows { get; } = new();

    /// <summary>The rows that were sent; null where somebody else sent them.</summary>
    internal ImportBatch? Batch { get; }

    /// <inheritdoc/>
    public JobOutcome Read(JobEnd ended)
    {
        var account = TaskAccount.Of(Batch, ended.Summary, _dialect);
        var said = SummaryReader.Instance.Read(ended);
        var isComplete = account is { Rejected: 0, Unknown: 0, Stopped: false } && said.Problems.Count == 0;
        return new JobOutcome { IsComplete = isComplete, Message = isComplete ? null : said.Message, Problems = said.Problems, Report = account };
    }
}
