using System.Text.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>The account of an import that ran as a task, from the summary the task left.</summary>
internal static class TaskAccount
{
    public static ImportSummary Of(ServerTask task, JsonElement? summary, Dialect dialect)
    {
        var answer = summary is { } json ? ImportAnswer.Read(200, json) : null;
        if (task.Batch is not { } batch)
            return Bare(answer);
        if (answer is null)
            return All(batch, (account, row) => account.MarkUnknown(row, "The task left no summary."));
        var verdict = dialect.ImportsByGroup ? GroupWiseJudge.Judge(batch, answer) : RowWiseJudge.Judge(batch, answer);
        if (verdict.Kind == VerdictKind.Settled)
            return verdict.Account!;
        if (verdict.Kind == VerdictKind.Unknown)
            return All(batch, (account, row) => account.MarkUnknown(row, verdict.Reason));
        var refused = new ImportSummary();
        if (verdict.Kind == VerdictKind.ReadBack)
        {
            OpenRows.SettleByCounts(refused, batch, verdict, "the task's summary is all there is");
            return refused;
        }
        for (var i = 0; i < batch.Rows.Count; i++)
        {
            var own = verdict.Culprits.TryGetValue(i, out var conflict);
            refused.Reject(batch.Rows[i], own ? conflict!.Message : $"Refused together with others: {verdict.Reason}", own ? conflict!.Code : null);
        }
        return refused;
    }

    private static ImportSummary All(ImportBatch batch, Action<ImportSummary, ImportRow> count)
    {
        var account = new ImportSummary();
        foreach (var row in batch.Rows)
            count(account, row);
        return account;
    }

    // A task somebody else started: the rows are not at hand, only their positions.
    private static ImportSummary Bare(ImportAnswer? answer)
    {
        var account = new ImportSummary();
        if (answer is not { HasSummary: true })
        {
            account.Stopped = true;
            return account;
        }
        account.Imported = answer.Imported;
        account.Updated = answer.Updated;
        account.Deleted = answer.Deleted;
        account.Rejected = answer.RejectedIndexes.Count;
        var unnamed = answer.Conflicts.Any(c => c.Indexes.Count == 0) || (answer.Status != "SUCCESS" && answer.RejectedIndexes.Count == 0);
        var left = Math.Max(0, answer.Ignored - answer.RejectedIndexes.Count);
        (account.Unchanged, account.Unknown) = unnamed ? (0, left) : (left, 0);
        account.Stopped = answer.Status == "ERROR";
        foreach (var conflict in answer.Conflicts)
        {
            foreach (var index in conflict.Indexes.Count > 0 ? conflict.Indexes : [-1])
            {
                account.Rows.Add(new ImportConflict
                {
                    Outcome = "Rejected",
                    Line = index >= 0 ? index + 1 : null,
                    Message = conflict.Message,
                    ErrorCode = conflict.Code,
                });
            }
        }
        return account;
    }
}
