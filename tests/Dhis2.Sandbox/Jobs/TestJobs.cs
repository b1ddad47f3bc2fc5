using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Jobs;

/// <summary>A job that a test orders, and how it is to go.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Outcome">
/// completed, failed (FAILED, with an ERROR item and a summary that says so), stopped (as after a cancel: no last word),
/// crash (the import broke, which 2.41 calls COMPLETED: only the summary tells), never (runs for ever),
/// lost (the server was killed: RUNNING for ever, and nothing said).
/// </param>
/// <param name="Milliseconds">How long it runs.</param>
/// <param name="Messages">How many items it says meanwhile.</param>
/// <param name="SummaryDelay">How long after its end its last word and its summary come, in milliseconds; a reading in between destroys them from 2.41 on.</param>
/// <param name="Delay">How long it waits before it begins, in milliseconds; the sandbox's delay where not given.</param>
/// <param name="Error">What it says went wrong.</param>
/// <param name="Loop">Whether it says a LOOP item after every other one.</param>
/// <param name="Cron">When it runs again and again; null for a job of one run.</param>
/// <param name="Summary">Its summary, in place of the usual one; a job of tables has none.</param>
public sealed record TestJob(
    string Type = "ANALYTICS_TABLE", string Outcome = "completed", int Milliseconds = 100, int Messages = 3, int SummaryDelay = 0,
    int? Delay = null, string Error = "Something went wrong", bool Loop = false, string? Cron = null, JsonElement? Summary = null);

/// <summary><c>POST /_sandbox/jobs</c>: a <see cref="TestJob"/> as JSON; answers the id of a job that is on its way.</summary>
internal static class TestJobs
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static async Task AnswerAsync(HttpContext context, SandboxState state)
    {
        var order = await JsonSerializer.DeserializeAsync<TestJob>(context.Request.Body, s_options, context.RequestAborted).ConfigureAwait(false);
        var job = Start(state, order!);
        await Answer.JsonAsync(context, new JsonObject { ["id"] = job.Id, ["jobType"] = job.Type }).ConfigureAwait(false);
    }

    public static Job Start(SandboxState state, TestJob order) =>
        state.Jobs.Start(order.Type, null, job => RunAsync(job, order), order.Delay is { } delay ? TimeSpan.FromMilliseconds(delay) : null, order.Cron);

    private static async Task RunAsync(Job job, TestJob order)
    {
        if (order.Outcome == "lost")
            return;
        for (var said = 0; said < order.Messages; said++)
        {
            job.Say("INFO", $"Step {said + 1} of {order.Messages}");
            if (order.Loop)
                job.Say("LOOP", $"[{said}/{order.Messages}] working");
            await Task.Delay(order.Milliseconds / Math.Max(1, order.Messages), job.Stop.Token).ConfigureAwait(false);
        }
        if (order.Outcome == "never")
            await Task.Delay(Timeout.Infinite, job.Stop.Token).ConfigureAwait(false);
        if (order.Outcome == "stopped")
        {
            job.End("STOPPED");
            return;
        }
        await EndAsync(job, order).ConfigureAwait(false);
    }

    private static async Task EndAsync(Job job, TestJob order)
    {
        var failed = order.Outcome is "failed" or "crash";
        var status = order.Outcome == "failed" ? "FAILED" : "COMPLETED";
        var (level, message) = order.Outcome == "failed" ? ("ERROR", "Process failed: " + order.Error) : ("INFO", failed ? "Import complete with status ERROR" : "Process completed");
        var summary = Summary(order, failed);
        if (order.SummaryDelay == 0)
        {
            job.End(status, level, message, summary);
            return;
        }
        job.End(status);
        await Task.Delay(order.SummaryDelay).ConfigureAwait(false);
        job.Conclude(level, message, summary);
    }

    private static JsonNode? Summary(TestJob order, bool failed)
    {
        if (order.Summary is { } given)
            return JsonNode.Parse(given.GetRawText());
        if (order.Type is "ANALYTICS_TABLE" or "RESOURCE_TABLE" or "MONITORING" or "DATA_INTEGRITY")
            return null;
        return new JsonObject
        {
            ["responseType"] = "ImportSummary",
            ["status"] = failed ? "ERROR" : "SUCCESS",
            ["description"] = failed ? "The import process failed: " + order.Error : "Import process completed successfully",
            ["importCount"] = new JsonObject { ["imported"] = failed ? 0 : 1, ["updated"] = 0, ["ignored"] = 0, ["deleted"] = 0 },
            ["conflicts"] = new JsonArray(),
            ["rejectedIndexes"] = new JsonArray(),
        };
    }
}
