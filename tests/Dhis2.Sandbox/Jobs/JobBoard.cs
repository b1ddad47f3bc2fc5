using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Jobs;

/// <summary>All jobs of a sandbox, by type and id.</summary>
internal sealed class JobBoard(SandboxOptions options)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // The names of the jobs that 2.40 makes for a single run.
    private static readonly Dictionary<string, string> s_oldNames = new(StringComparer.Ordinal)
    {
        ["DATAVALUE_IMPORT"] = "dataValueImport",
        ["METADATA_IMPORT"] = "metadataImport",
        ["RESOURCE_TABLE"] = "inMemoryResourceTableJob",
        ["ANALYTICS_TABLE"] = "inMemoryAnalyticsJob",
        ["MONITORING"] = "inMemoryMonitoringJob",
    };

    private readonly List<Job> _jobs = [];

    public Dialect Dialect => options.Dialect;

    public static string NewUid() => Letters[Random.Shared.Next(Letters.Length)] + new string(Random.Shared.GetItems<char>((Letters + "0123456789").ToCharArray(), 10));

    /// <summary>What 2.40 calls a job of a single run.</summary>
    public static string OldName(string type) => s_oldNames.GetValueOrDefault(type, type);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Job> Of(string type)
    {
        lock (_jobs)
            return [.. _jobs.Where(job => job.Type == type).Reverse()];
    }

    public IReadOnlyList<string> Types
    {
        get
        {
            lock (_jobs)
                return [.. _jobs.Select(job => job.Type).Distinct()];
        }
    }

    public Job? Find(string id)
    {
        lock (_jobs)
            return _jobs.FirstOrDefault(job => job.Id == id);
    }

    /// <summary>Makes a job and lets it run after a while; an exception of its work ends it as failed.</summary>
    public Job Start(string type, JsonNode? parameters, Func<Job, Task> work, TimeSpan? delay = null, string? cron = null)
    {
        var name = Dialect >= Dialect.V41 ? $"{type} ({DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()})" : OldName(type);
        var job = new Job(NewUid(), type, name, parameters, Dialect) { Cron = cron };
        lock (_jobs)
            _jobs.Add(job);
        _ = Task.Run(() => RunAsync(job, work, delay ?? options.JobDelay));
        return job;
    }

    private static async Task RunAsync(Job job, Func<Job, Task> work, TimeSpan delay)
    {
        try
        {
            await Task.WhenAny(job.Released.Task, Task.Delay(delay, job.Stop.Token)).ConfigureAwait(false);
            job.Stop.Token.ThrowIfCancellationRequested();
            job.Begin();
            await work(job).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            job.End("STOPPED");
        }
        catch (Exception e)
        {
            // A fault of the sandbox itself shows as a failed job.
            job.End("FAILED", "ERROR", "Process failed: " + e.Message, null);
        }
    }
}
