using System.Text.Json.Nodes;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.Jobs;

/// <summary>What jobs say, what came of them, and the starting of tables.</summary>
internal sealed class JobsArea : ISandboxArea
{
    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        var jobs = state.Jobs;
        var tables = new TableJobs(state);
        app.MapGet("/api/system/tasks", (HttpContext context) => Answer.JsonAsync(context, Tasks(context, jobs)));
        app.MapGet("/api/system/tasks/{type}", (HttpContext context, string type) => Answer.JsonAsync(context, Tasks(context, jobs, Type(jobs, type))));
        app.MapGet("/api/system/tasks/{type}/{id}", (HttpContext context, string type, string id) => Answer.JsonAsync(context, Task(jobs, Type(jobs, type), id)));
        app.MapGet("/api/system/taskSummaries/{type}", (HttpContext context, string type) => Answer.JsonAsync(context, Summaries(jobs, Type(jobs, type))));
        app.MapGet("/api/system/taskSummaries/{type}/{id}", (HttpContext context, string type, string id) => SummaryAsync(context, jobs, Type(jobs, type), id));
        app.MapDelete("/api/system/tasks/{type}/{id}", (HttpContext context, string type, string id) => DeleteAsync(context, jobs, Type(jobs, type), id));
        app.MapGet("/api/jobConfigurations/{id}", (HttpContext context, string id) => ConfigurationAsync(context, jobs, id));
        app.MapPost("/api/jobConfigurations/{id}/cancel", (HttpContext context, string id) => CancelAsync(context, jobs, id));
        foreach (var method in (string[])["POST", "PUT"])
        {
            app.MapMethods("/api/resourceTables", [method], (HttpContext context) => tables.ResourceTablesAsync(context));
            app.MapMethods("/api/resourceTables/analytics", [method], (HttpContext context) => tables.AnalyticsAsync(context));
        }
    }

    private static string Type(JobBoard jobs, string text) => JobTypes.Find(text)
        ?? throw new WebMessageException(400, $"Value '{text}' is not valid for {(jobs.Dialect >= Dialect.V41 ? "path " : "")}parameter jobType. Valid values are: [{JobTypes.All}]");

    // From 2.41 on the newest and the oldest item stand for all, unless more is asked for.
    private static bool IsShort(HttpContext context, JobBoard jobs) =>
        jobs.Dialect >= Dialect.V41 && context.Request.Query["gist"].FirstOrDefault() != "false";

    private static JsonObject Tasks(HttpContext context, JobBoard jobs) =>
        new(jobs.Types.Select(type => KeyValuePair.Create(type, (JsonNode?)Tasks(context, jobs, type))));

    private static JsonObject Tasks(HttpContext context, JobBoard jobs, string type) =>
        new(jobs.Of(type).Select(job => KeyValuePair.Create(job.Id, (JsonNode?)job.Read(IsShort(context, jobs)))).Where(pair => pair.Value!.AsArray().Count > 0));

    private static JsonArray Task(JobBoard jobs, string type, string id)
    {
        CheckId(jobs, id);
        return jobs.Find(id) is { } job && job.Type == type ? job.ReadAndSettle() : [];
    }

    private static void CheckId(JobBoard jobs, string id)
    {
        if (ValueChecks.Uid().IsMatch(id))
            return;
        var where = jobs.Dialect >= Dialect.V41 ? $"Value '{id}' is not valid for path parameter jobId. " : "";
        throw new WebMessageException(400, $"{where}UID must be an alphanumeric string of 11 characters starting with a letter, but was: {id}");
    }

    private static JsonObject Summaries(JobBoard jobs, string type) =>
        new(jobs.Of(type).Where(job => job.Summary is not null).Select(job => KeyValuePair.Create(job.Id, job.Summary?.DeepClone())));

    private static Task SummaryAsync(HttpContext context, JobBoard jobs, string type, string id)
    {
        CheckId(jobs, id);
        return jobs.Find(id) is { Summary: { } summary } job && job.Type == type ? Answer.JsonAsync(context, summary) : Answer.EmptyAsync(context, 200);
    }

    private static Task DeleteAsync(HttpContext context, JobBoard jobs, string type, string id)
    {
        CheckId(jobs, id);
        if (jobs.Find(id) is { } job && job.Type == type)
            job.Clear();
        return Answer.EmptyAsync(context, 204);
    }

    // Up to 2.40 a job of one run is no object.
    private static Task ConfigurationAsync(HttpContext context, JobBoard jobs, string id)
    {
        if (jobs.Find(id) is not { } job || (jobs.Dialect < Dialect.V41 && job.Cron is null))
            throw new WebMessageException(404, $"JobConfiguration with id {id} could not be found.", "E1005");
        var json = JobAnswers.Configuration(context, job, jobs.Dialect);
        var fields = context.Request.Query["fields"].SelectMany(text => (text ?? "").Split(',')).ToHashSet(StringComparer.Ordinal);
        if (fields.Count > 0 && !fields.Overlaps([":all", "*", ":owner"]))
        {
            foreach (var name in json.Select(pair => pair.Key).Where(name => !fields.Contains(name)).ToList())
                json.Remove(name);
        }
        return Answer.JsonAsync(context, json);
    }

    private static Task CancelAsync(HttpContext context, JobBoard jobs, string id)
    {
        if (jobs.Find(id) is not { } job)
            throw new WebMessageException(404, $"JobConfiguration with id {id} could not be found.", "E1005");
        job.Stop.Cancel();
        return Answer.EmptyAsync(context, 204);
    }
}
