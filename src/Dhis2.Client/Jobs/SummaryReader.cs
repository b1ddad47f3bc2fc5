using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Errors;

namespace Dhis2.Client.Jobs;

/// <summary>
/// Reads the summary of a job of any kind: imports of metadata and of tracker objects, of GeoJSON and registrations, predictions.
/// A word such as OK is not enough: a tracker import says it with all objects left out.
/// </summary>
internal sealed class SummaryReader : IJobOutcomeReader
{
    public static SummaryReader Instance { get; } = new();

    public JobOutcome Read(JobEnd ended) => ended.Summary is { } summary ? Read(summary) : ReadWithout(ended);

    private static JobOutcome Read(JsonElement summary)
    {
        var report = ServerReportReader.Read(summary);
        var errors = report.Items.Where(i => i.Severity == ServerSeverity.Error).ToList();
        var left = LeftOut(summary, report.Status);
        var isComplete = left == 0 && errors.Count == 0 && report.Status is not "ERROR" && (report.Status is not "WARNING" || report.Stats is not null);
        return new JobOutcome { IsComplete = isComplete, Problems = report.Items, Message = isComplete ? null : Reason(summary, report, errors, left) };
    }

    // Without a summary there are the job's own words. A kind that always leaves one and left none has not said what it did.
    private static JobOutcome ReadWithout(JobEnd ended)
    {
        var hasError = ended.Notifications.Any(m => m.Level == "ERROR");
        var isMissing = JobKinds.LeavesSummary(ended.Task.JobType);
        return new JobOutcome
        {
            IsComplete = !hasError && !isMissing,
            Message = isMissing && !hasError ? "It left no summary of what it did; look into the data itself." : null,
        };
    }

    // With SUCCESS, an import counts values as ignored that were there already.
    private static long LeftOut(JsonElement summary, string? status)
    {
        if (JobJson.Member(summary, "stats") is { } stats)
            return JobJson.Number(stats, "ignored");
        return status != "SUCCESS" && JobJson.Member(summary, "importCount") is { } counts ? JobJson.Number(counts, "ignored") : 0;
    }

    private static string? Reason(JsonElement summary, ServerReport report, List<ServerReportItem> errors, long left)
    {
        if (errors.Count > 0)
            return errors.Count == 1 ? errors[0].ToString() : string.Format(CultureInfo.InvariantCulture, "{0}, and {1:N0} more", errors[0], errors.Count - 1);
        if (report is { Status: "ERROR", Description.Length: > 0 })
            return report.Description;
        return left > 0 ? string.Format(CultureInfo.InvariantCulture, "{0:N0} were left out.", left) : JobJson.Text(summary, "message");
    }
}
