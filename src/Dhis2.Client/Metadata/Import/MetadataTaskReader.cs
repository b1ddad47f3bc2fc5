using System.Text.Json;
using Dhis2.Client.Imports;
using Dhis2.Client.Jobs;

namespace Dhis2.Client.Metadata.Import;

/// <summary>Reads what a metadata import left that ran as a task. It keeps the objects that were sent, so that the account can name them.</summary>
internal sealed class MetadataTaskReader(IReadOnlyList<MetadataRow> rows, MetadataImportOptions options) : IJobOutcomeReader
{
    /// <inheritdoc/>
    public JobOutcome Read(JobEnd ended)
    {
        var said = SummaryReader.Instance.Read(ended);
        var report = Account(ended.Summary, ended.Notifications.LastOrDefault(notification => notification.Level == "ERROR")?.Message);
        var isComplete = report is { Rejected: 0, Unknown: 0 } && said.Problems.Count == 0;
        return new JobOutcome { IsComplete = isComplete, Message = isComplete ? null : said.Message, Problems = said.Problems, Report = report };
    }

    private MetadataImportReport Account(JsonElement? summary, string? failure)
    {
        var tally = new MetadataTally(options);
        foreach (var row in rows)
            tally.Enter(row.Type);
        var ledger = new Ledger<MetadataRow>(tally.Describe, MetadataProblemFormat.Instance);
        var entries = rows.Select(ledger.Enter).ToList();
        ledger.Request(entries).MarkLeft();
        if (summary is { } left)
            Settle(ledger, entries, tally, left);
        var (counts, problems) = ledger.Close(failure ?? "the task left no summary.");
        return new MetadataImportReport(counts, problems) { DryRun = options.Validate, Requests = 1, Types = tally.Close(problems), HeldBack = tally.HeldBack };
    }

    private void Settle(Ledger<MetadataRow> ledger, List<LedgerEntry<MetadataRow>> entries, MetadataTally tally, JsonElement summary)
    {
        var answer = MetadataAnswer.Read(200, summary);
        var judgement = MetadataJudge.Judge(rows, answer, options);
        tally.Note(entries, answer, judgement, ledger);
        var verdict = judgement.Verdict;
        foreach (var (index, conflict) in verdict.Rejected.Select(rejected => (rejected.Key, rejected.Value)))
            ledger.Settle(entries[index], ImportOutcome.Rejected, conflict.Message, conflict.Code);
        var others = verdict.Others(entries.Count).Select(i => entries[i]).ToList();
        if (others.Count == 0)
            return;
        if (verdict.Kind == VerdictKind.Settled)
            ledger.Settle(others, verdict.Counted!.Value);
        else
            UnnamedRows<MetadataRow>.SettleByCounts(ledger, others, verdict, "the task's summary is all there is");
    }
}
