using System.Text.Json;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The report of an import that ran as a task, from the summary the task left.</summary>
internal static class TaskAccount
{
    public static DataValueImportReport Of(ImportBatch? batch, JsonElement? summary, Dialect? dialect)
    {
        var answer = summary is { } json ? ImportAnswer.Read(200, json) : null;
        if (batch is null || dialect is null)
            return Bare(answer);
        var ledger = new Ledger<ImportRow>(DataValueImporter.Describe, DataValueProblemFormat.Instance);
        var entries = batch.Rows.Select(ledger.Enter).ToList();
        ledger.Request(entries).MarkLeft();
        if (answer is not null)
            Settle(ledger, entries, AnswerJudge.Judge(batch, answer, dialect.ImportsByGroup));
        var (counts, problems) = ledger.Close("the task left no summary.");
        return new DataValueImportReport(counts, problems) { DryRun = batch.Options.DryRun };
    }

    /// <summary>The report of a task that could not be waited for to its end.</summary>
    public static DataValueImportReport OfLost(ImportBatch batch, string reason)
    {
        var ledger = new Ledger<ImportRow>(DataValueImporter.Describe, DataValueProblemFormat.Instance);
        foreach (var row in batch.Rows)
            ledger.Settle(ledger.Enter(row), ImportOutcome.Unknown, reason);
        var (counts, problems) = ledger.Close(reason);
        return new DataValueImportReport(counts, problems) { DryRun = batch.Options.DryRun };
    }

    private static void Settle(Ledger<ImportRow> ledger, List<LedgerEntry<ImportRow>> entries, Verdict verdict)
    {
        if (verdict.Kind == VerdictKind.Unknown)
        {
            foreach (var entry in entries)
                ledger.Settle(entry, ImportOutcome.Unknown, verdict.Reason);
            return;
        }
        foreach (var rejected in verdict.Rejected)
            ledger.Settle(entries[rejected.Key], ImportOutcome.Rejected, rejected.Value.Message, rejected.Value.Code);
        var others = verdict.Others(entries.Count).Select(i => entries[i]).ToList();
        if (verdict.Kind == VerdictKind.Settled)
        {
            ledger.Settle(others, verdict.Counted!.Value);
        }
        else if (verdict.Kind == VerdictKind.ReadBack)
        {
            if (others.Count > 0)
                UnnamedRows<ImportRow>.SettleByCounts(ledger, others, verdict, "the task's summary is all there is");
        }
        else
        {
            foreach (var entry in others)
                ledger.Settle(entry, ImportOutcome.Rejected, $"Refused together with others: {verdict.Reason}");
        }
    }

    // A task somebody else started: the rows are not at hand, only their positions.
    private static DataValueImportReport Bare(ImportAnswer? answer)
    {
        if (answer is not { HasSummary: true })
            return new DataValueImportReport(new ImportCounts(), []) { Stopped = true };
        var unnamed = answer.Conflicts.Any(c => c.Indexes.Count == 0) || (answer.Status != "SUCCESS" && answer.RejectedIndexes.Count == 0);
        var left = Math.Max(0, answer.Ignored - answer.RejectedIndexes.Count);
        var counts = new ImportCounts
        {
            Imported = answer.Imported,
            Updated = answer.Updated,
            Deleted = answer.Deleted,
            Rejected = answer.RejectedIndexes.Count,
            Unchanged = unnamed ? 0 : left,
            Unknown = unnamed ? left : 0,
        };
        var problems = answer.Conflicts.SelectMany(conflict => (conflict.Indexes.Count > 0 ? conflict.Indexes : [-1]).Select(index => (ImportProblem)new DataValueImportProblem
        {
            Outcome = ImportOutcome.Rejected,
            Line = index >= 0 ? index + 1 : null,
            Message = conflict.Message,
            Code = conflict.Code,
        })).ToList();
        return new DataValueImportReport(counts, problems) { Stopped = answer.Status == "ERROR" };
    }
}
