using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Jobs;

/// <summary>Resource tables and analytics tables: jobs that say much and leave no summary.</summary>
internal sealed class TableJobs(SandboxState state)
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(5);

    private Dialect Dialect => state.Dialect;

    public async Task ResourceTablesAsync(HttpContext context)
    {
        if (await context.RequireAsync(Dialect, "F_PERFORM_MAINTENANCE").ConfigureAwait(false))
            await StartAsync(context, "RESOURCE_TABLE", null, ResourceTablesAsync).ConfigureAwait(false);
    }

    public async Task AnalyticsAsync(HttpContext context)
    {
        if (!await context.RequireAsync(Dialect, "F_PERFORM_MAINTENANCE").ConfigureAwait(false))
            return;
        if (context.Request.Query["lastYears"].FirstOrDefault() is { Length: > 0 } years && !int.TryParse(years, CultureInfo.InvariantCulture, out _))
            throw new WebMessageException(400, $"Value '{years}' is not valid for parameter lastYears. For input string: \"{years}\"");
        var parameters = new JsonObject
        {
            ["skipTableTypes"] = new JsonArray(),
            ["skipPrograms"] = new JsonArray(),
            ["skipResourceTables"] = context.Request.Query["skipResourceTables"] == "true",
        };
        if (Dialect >= Dialect.V41)
            parameters["skipOutliers"] = false;
        await StartAsync(context, "ANALYTICS_TABLE", parameters, AnalyticsAsync).ConfigureAwait(false);
    }

    // On 2.40 a second job of a type is refused while one waits or runs; later it waits its turn.
    private Task StartAsync(HttpContext context, string type, JsonNode? parameters, Func<Job, Task> work)
    {
        if (Dialect < Dialect.V41 && state.Jobs.Of(type).Any(job => job.Status != "DISABLED"))
        {
            var refused = new Job(JobBoard.NewUid(), type, JobBoard.OldName(type), parameters, Dialect);
            throw new WebMessageException(409, $"Job of type {type} is already running") { Response = JobAnswers.Started(refused, Dialect, "FAILED") };
        }
        var before = state.Jobs.Of(type).FirstOrDefault(job => job.Status != "DISABLED");
        var started = state.Jobs.Start(type, parameters, async job =>
        {
            while (before is { Status: not "DISABLED" })
                await Task.Delay(s_step, job.Stop.Token).ConfigureAwait(false);
            await work(job).ConfigureAwait(false);
        });
        return JobAnswers.StartedAsync(context, started, Dialect);
    }

    private async Task ResourceTablesAsync(Job job)
    {
        job.Say("INFO", "Generating resource tables", withParameters: true);
        await TablesAsync(job).ConfigureAwait(false);
        job.End("COMPLETED", "INFO", "Resource tables generated: 00:00:00.020", null);
    }

    private async Task AnalyticsAsync(Job job)
    {
        job.Say("INFO", "Analytics table update process", data: job.Parameters, withParameters: true);
        await TablesAsync(job).ConfigureAwait(false);
        foreach (var stage in (string[])["Populating analytics tables", "Updating system settings", "Invalidate analytics caches"])
        {
            job.Say("INFO", stage);
            await Task.Delay(s_step, job.Stop.Token).ConfigureAwait(false);
        }
        job.End("COMPLETED", "INFO", "Analytics tables updated: 00:00:00.050", null);
    }

    private async Task TablesAsync(Job job)
    {
        job.Say("INFO", "Drop SQL views");
        job.Say("INFO", "2 successful and 0 failed items");
        job.Say("INFO", "Generating resource tables");
        var tables = Dialect >= Dialect.V41 ? 1 : 11;
        for (var table = 0; table < tables; table++)
        {
            job.Say("LOOP", $"[{table}/{tables}] Generating resource tables");
            await Task.Delay(s_step, job.Stop.Token).ConfigureAwait(false);
        }
        job.Say("INFO", $"{tables} successful and 0 failed items");
        job.Say("INFO", "Create SQL views");
        job.Say("INFO", "2 successful and 0 failed items");
    }
}
