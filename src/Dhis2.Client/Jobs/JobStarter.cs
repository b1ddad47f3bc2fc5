using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Jobs;

/// <summary>Starts jobs of the server, and remembers when, so that a wait knows which run is meant.</summary>
public static class JobStarter
{
    /// <summary>Sends a request that starts a job. <paramref name="outcomeReader"/> reads what the job will have left; null leaves that to its kind.</summary>
    /// <exception cref="Dhis2ClientException">The server took the request and named no job for it.</exception>
    public static async Task<ServerTask> StartAsync(
        Dhis2Caller caller, Dhis2Request request, IJobOutcomeReader? outcomeReader = null, long? rows = null, CancellationToken cancellationToken = default)
    {
        var started = DateTimeOffset.Now;
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        var task = json is { } answer ? Read(answer) : null;
        if (task is null)
            throw new Dhis2ClientException($"The server took {request.Display} and named no task for it.", "Look into the data itself before you start it again.");
        return new ServerTask(task.JobType, task.Id) { Started = started, Rows = rows, OutcomeReader = outcomeReader };
    }

    /// <summary>Runs a job that the server has a configuration of, now.</summary>
    /// <exception cref="Dhis2InputException">The server has no such job, or would not run it.</exception>
    /// <exception cref="Dhis2ApiException">The server refuses, because it is at work already (2.41 on) or the user may not.</exception>
    public static async Task<ServerTask> RunAsync(Dhis2Caller caller, string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request($"jobConfigurations/{id}") { AcceptsStatus = status => status == 404, Query = { { "fields", $"jobType,{JobState.Fields}" } } };
        var before = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        if (before is not { } configuration || configuration.Text("jobType") is not { } kind)
            throw new Dhis2InputException($"The server has no job {id}.", "Check the id.") { Item = id };
        var started = DateTimeOffset.Now;
        var answer = await caller.ReadJsonAsync(new Dhis2Request($"jobConfigurations/{id}/execute", HttpMethod.Post), cancellationToken).ConfigureAwait(false);
        // 2.40 answers 200 with an error report where the job is running already.
        if (answer is { } json && ServerReportReader.Read(json).Items is { Count: > 0 } reports)
            throw new Dhis2InputException($"The server did not run the job {kind}/{id}: {reports[0]}", "Wait until it is no longer at work.") { Item = id };
        return new ServerTask(kind, id) { Started = started, RunBefore = JobState.Read(configuration)?.LastExecuted };
    }

    /// <summary>The task in the parts of an answer that started one: most answers name kind and id, some only the address of the messages, the tracker's an id and an address of its own, which differs by version. Null when there is none.</summary>
    public static ServerTask? Read(string? jobType, string? id, string? notifierEndpoint, string? location)
    {
        if (jobType is not null && id is not null)
            return new ServerTask(jobType, id);
        if (ServerTask.Parse(notifierEndpoint) is { } task)
            return task;
        return location?.Contains("/tracker/jobs/") == true && id is not null ? new ServerTask("TRACKER_IMPORT_JOB", id) : null;
    }

    // Most answers hold id and type in the member response.
    private static ServerTask? Read(JsonElement answer)
    {
        var response = answer.Child("response") ?? answer;
        return Read(response.Text("jobType"), response.Text("id"), response.Text("relativeNotifierEndpoint"), response.Text("location"));
    }
}
