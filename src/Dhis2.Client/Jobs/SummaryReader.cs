using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;

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
        var problems = report.Items.Where(item => item.Severity == ServerSeverity.Error).ToList();
        var left = LeftOut(summary, report);
        var isComplete = left == 0 && problems.Count == 0 && report.Status is not "ERROR" && (report.Status is not "WARNING" || report.Stats is not null);
        return new JobOutcome { IsComplete = isComplete, Problems = problems, Message = isComplete ? null : Reason(report, problems, left) };
    }

    // Without a summary the notifications tell the result. For a kind of job that always leaves a summary its absence means that the outcome is unknown.
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

    // An import with status SUCCESS counts unchanged values as ignored.
    private static long LeftOut(JsonElement summary, ServerReport report) =>
        report.Status == "SUCCESS" && summary.Child("importCount") is not null ? 0 : report.Stats?.Ignored ?? 0;

    private static string? Reason(ServerReport report, List<ServerReportItem> problems, long left)
    {
        if (problems.Count > 0)
            return problems.Count == 1 ? problems[0].ToString() : string.Format(CultureInfo.InvariantCulture, "{0}, and {1:N0} more", problems[0], problems.Count - 1);
        if (report.Description is { Length: > 0 } description && report.Status == "ERROR")
            return description;
        return left > 0 ? string.Format(CultureInfo.InvariantCulture, "{0:N0} were left out.", left) : null;
    }
}
