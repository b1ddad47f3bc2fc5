using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Jobs;

/// <summary>A process in the server's record of what runs and ran (server: <c>JobProgress</c>): a tree of stages and items.</summary>
/// <param name="Status">SUCCESS, ERROR, CANCELLED or RUNNING.</param>
/// <param name="Error">What went wrong, in the words of the process, else of the stage or item that failed.</param>
internal sealed record JobRecord(string? Status, string? Error)
{
    /// <summary>COMPLETED, FAILED or STOPPED, as the job's configuration would say; null while it runs.</summary>
    public string? JobStatus => Status switch
    {
        "SUCCESS" => "COMPLETED",
        "ERROR" => "FAILED",
        "CANCELLED" => "STOPPED",
        _ => null,
    };

    /// <summary>The newest process of a job: a bare list on 2.40, the member <c>sequence</c> later.</summary>
    public static JobRecord? Find(JsonElement? json, string id)
    {
        if (json is not { } root)
            return null;
        var processes = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : root.Items("sequence");
        foreach (var process in processes.Reverse())
        {
            if (process.Text("jobId") == id)
                return new JobRecord(process.Text("status"), ErrorOf(process));
        }
        return null;
    }

    private static string? ErrorOf(JsonElement node)
    {
        if (node.Text("error") is { Length: > 0 } error)
            return error;
        return node.Items("stages").Concat(node.Items("items")).Select(ErrorOf).FirstOrDefault(e => e is not null);
    }
}
