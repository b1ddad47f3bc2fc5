using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;

namespace Dhis2.Sandbox.DataValues;

/// <summary>An import as a job: what it says on its way, and the summary it leaves.</summary>
internal static class AsyncImport
{
    private static readonly string[] s_stages42 =
        ["Creating import context", "Preheat caches...", "Loading base metadata", "Run data set validation", "Importing values (list)"];

    public static Job Start(JobBoard jobs, ImportRun run, Func<DataValueSet> read)
    {
        return jobs.Start("DATAVALUE_IMPORT", run.Dialect >= Dialect.V41 ? run.Options.ToJson(run.Dialect) : null, job =>
        {
            Run(job, run, read, run.Options.ToNotice(run.Dialect));
            return Task.CompletedTask;
        });
    }

    private static void Run(Job job, ImportRun run, Func<DataValueSet> read, JsonNode parameters)
    {
        DataValueSet set;
        ImportOutcome outcome;
        try
        {
            set = read();
            outcome = run.Import(() => set);
        }
        catch (Exception e) when (e is ImportCrashException or UnreadableBodyException)
        {
            Fail(job, run.Dialect, e is UnreadableBodyException unreadable ? unreadable.Text ?? "Unexpected end of input" : e.Message, parameters);
            return;
        }
        Begin(job, run.Dialect, parameters);
        Stages(job, run, outcome, set);
        var counts = $"{outcome.Imported} created, {outcome.Updated} updated, {outcome.Deleted} deleted, {outcome.Ignored} ignored";
        var last = run.Dialect >= Dialect.V41 ? $"Import complete with status {outcome.Status}, {counts}" : "Import done";
        job.End("COMPLETED", "INFO", last, outcome.ToJson(run.Options, run.Dialect));
    }

    private static void Begin(Job job, Dialect dialect, JsonNode parameters)
    {
        if (dialect < Dialect.V41)
        {
            job.Say("INFO", "Process started");
            job.Say("INFO", "Importing data values");
            return;
        }
        job.Say("INFO", "Data value set import", data: parameters, withParameters: true);
        job.Say("INFO", "Loading file resource");
        job.Say("INFO", "Loading file content");
        if (dialect == Dialect.V41)
            job.Say("INFO", "Importing data...");
        else
            job.Say("INFO", dialect == Dialect.V42 ? "Reading data set header" : "Deserializing JSON data");
    }

    private static void Stages(Job job, ImportRun run, ImportOutcome outcome, DataValueSet set)
    {
        if (run.Dialect == Dialect.V42)
        {
            foreach (var stage in s_stages42)
                job.Say("INFO", stage);
            job.Say("INFO", $"Import summary: [imports={outcome.Imported}, updates={outcome.Updated}, ignores={outcome.Ignored}]");
        }
        else if (run.Dialect >= Dialect.V43)
        {
            job.Say("INFO", $"Decoding group ds={set.DataSet} [de= ou={set.OrgUnit} pe={set.Period} aoc=]({set.Rows.Count} values)");
            job.Say("INFO", $"Validating group ds={set.DataSet} ({set.Rows.Count} values)");
            if (outcome.Updated == 0 && outcome.Conflicts.Count > 0)
                job.Say("ERROR", outcome.Conflicts[0].Message);
            if (outcome.Updated > 0)
                job.Say("INFO", $"Upserting group ds={set.DataSet} ({outcome.Updated} values)");
        }
    }

    // What cannot be read: 2.40 says only that, 2.41 calls the job completed all the same, later ones call it failed.
    private static void Fail(Job job, Dialect dialect, string why, JsonNode parameters)
    {
        const string Zeros = "Import complete with status ERROR, 0 created, 0 updated, 0 deleted, 0 ignored";
        var after = $"Non-null post-condition failed after: Data value set import\n  => {(dialect == Dialect.V42 ? "Reading data set header" : "Deserializing JSON data")}";
        var summary = new JsonObject
        {
            ["responseType"] = "ImportSummary",
            ["status"] = "ERROR",
            ["description"] = dialect switch { Dialect.V43 => after, Dialect.V42 => "The import process failed: " + after, _ => "The import process failed: " + why },
            ["importCount"] = new JsonObject { ["imported"] = 0, ["updated"] = 0, ["ignored"] = 0, ["deleted"] = 0 },
            ["conflicts"] = new JsonArray(),
            ["rejectedIndexes"] = new JsonArray(),
        };
        if (dialect == Dialect.V40)
        {
            job.End("FAILED", "ERROR", "Process failed: " + why, summary);
            return;
        }
        Begin(job, dialect, parameters);
        if (dialect >= Dialect.V42)
            job.Say("ERROR", why);
        if (dialect == Dialect.V43)
            job.End("FAILED", "ERROR", "Process failed: " + after, summary);
        else
            job.End(dialect == Dialect.V42 ? "FAILED" : "COMPLETED", "INFO", Zeros, summary);
    }
}
