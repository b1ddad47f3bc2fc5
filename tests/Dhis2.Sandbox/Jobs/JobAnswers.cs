using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Jobs;

/// <summary>How a job is described: in the answer to its start, and as a configuration.</summary>
internal static class JobAnswers
{
    public static Task StartedAsync(HttpContext context, Job job, Dialect dialect)
    {
        if (dialect >= Dialect.V41 || job.Type is "DATAVALUE_IMPORT" or "METADATA_IMPORT")
            context.Response.Headers.Location = $"http://{context.Request.Host}/api/system/tasks/{job.Type}";
        var status = dialect >= Dialect.V41 ? "NOT_STARTED" : job.Type is "DATAVALUE_IMPORT" or "METADATA_IMPORT" or "RESOURCE_TABLE" ? "SCHEDULED" : "RUNNING";
        return Answer.JsonAsync(context, WebMessage.Create(200, $"Initiated {job.Name}", response: Started(job, dialect, status)));
    }

    public static JsonObject Started(Job job, Dialect dialect, string status)
    {
        var response = new JsonObject
        {
            ["name"] = job.Name,
            ["id"] = job.Id,
            ["created"] = Job.Time(job.Created),
            ["jobType"] = job.Type,
            ["jobStatus"] = status,
        };
        if (job.Parameters is not null)
            response["jobParameters"] = job.Parameters.DeepClone();
        response["relativeNotifierEndpoint"] = $"/api/system/tasks/{job.Type}/{job.Id}";
        if (dialect >= Dialect.V42)
            response["responseType"] = "JobConfiguration";
        return response;
    }

    public static JsonObject Configuration(HttpContext context, Job job, Dialect dialect)
    {
        var user = context.CurrentUser();
        var json = new JsonObject
        {
            ["name"] = job.Name,
            ["created"] = Job.Time(job.Created),
            ["lastUpdated"] = Job.Time(job.Finished ?? job.Created),
            ["translations"] = new JsonArray(),
            ["favorites"] = new JsonArray(),
            ["lastUpdatedBy"] = new JsonObject { ["id"] = user.Uid, ["code"] = user.Username, ["name"] = user.Name, ["displayName"] = user.Name, ["username"] = user.Username },
            ["sharing"] = Sharing(dialect),
            ["jobType"] = job.Type,
            ["schedulingType"] = job.Cron is null || job.Finished is null ? "ONCE_ASAP" : "CRON",
            ["enabled"] = job.Status != "DISABLED",
            ["jobStatus"] = job.Status,
            ["lastExecutedStatus"] = job.LastStatus,
        };
        if (job.Cron is not null)
            json["cronExpression"] = job.Cron;
        if (job.Parameters is not null)
            json["jobParameters"] = job.Parameters.DeepClone();
        AddTimes(json, job);
        json["executedBy"] = user.Uid;
        json["configurable"] = false;
        json["nextExecutionTime"] = Job.Time((job.Begun ?? job.Created).AddSeconds(1));
        json["leaderOnlyJob"] = true;
        json["userUid"] = user.Uid;
        json["displayName"] = job.Name;
        json["access"] = Access(dialect);
        json["favorite"] = false;
        json["href"] = $"http://{context.Request.Host}/api/jobConfigurations/{job.Id}";
        json["id"] = job.Id;
        json["attributeValues"] = new JsonArray();
        return json;
    }

    private static void AddTimes(JsonObject json, Job job)
    {
        if (job.Begun is { } begun)
            json["lastExecuted"] = Job.Time(begun);
        if (job.Finished is not { } finished)
            return;
        json["lastFinished"] = Job.Time(finished);
        json["errorCodes"] = "";
        json["lastRuntimeExecution"] = (finished - (job.Begun ?? finished)).ToString(@"hh\:mm\:ss\.fff", null);
    }

    private static JsonObject Sharing(Dialect dialect)
    {
        var sharing = new JsonObject { ["users"] = new JsonObject(), ["userGroups"] = new JsonObject() };
        if (dialect == Dialect.V42)
            sharing["external"] = false;
        return sharing;
    }

    private static JsonObject Access(Dialect dialect)
    {
        var access = new JsonObject { ["manage"] = true, ["write"] = true, ["read"] = true, ["update"] = true, ["delete"] = true };
        if (dialect == Dialect.V42)
            access["externalize"] = true;
        return access;
    }
}
