using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Imports metadata, at once or as a job.</summary>
internal sealed class ImportEndpoint(SandboxState state, ObjectStore store)
{
    private const string JobType = "METADATA_IMPORT";

    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/metadata", PostAsync);

    private async Task PostAsync(HttpContext context)
    {
        if (WriteRequest.ContentType(context) != "application/json")
            throw WriteRequest.WrongContentType(context, state.Dialect);
        var body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
        var parameters = ImportParameters.Read(context.Request.Query, state.Dialect);
        var user = context.CurrentUser();
        if (context.Request.Query["async"] == "true")
            await StartAsync(context, body, parameters, user).ConfigureAwait(false);
        else
            await Reports.WriteImportAsync(context, Import(body, parameters, user)).ConfigureAwait(false);
    }

    private JsonObject Import(byte[] body, ImportParameters parameters, SandboxUser user)
    {
        var json = body.Length == 0 ? null : WriteRequest.Parse(body);
        lock (store.Gate)
            return new MetadataImport(store, parameters, user, json).Run();
    }

    // 2.40 reads the body before it answers, and tells of every object.
    private Task StartAsync(HttpContext context, byte[] body, ImportParameters parameters, SandboxUser user)
    {
        if (state.Dialect == Dialect.V40)
        {
            WriteRequest.Parse(body);
            parameters = parameters with { ReportMode = "DEBUG" };
        }
        var job = state.Jobs.Start(JobType, state.Dialect >= Dialect.V41 ? parameters.ToJson(state.Dialect, user) : null, job =>
        {
            Run(job, body, parameters, user);
            return Task.CompletedTask;
        });
        return JobAnswers.StartedAsync(context, job, state.Dialect);
    }

    private void Run(Job job, byte[] body, ImportParameters parameters, SandboxUser user)
    {
        var modern = state.Dialect >= Dialect.V41;
        job.Say("INFO", modern ? "Metadata import started" : $"({user.Username}) Import:Start", data: modern ? parameters.ToJson(state.Dialect, user) : null, withParameters: modern);
        JsonObject report;
        try
        {
            report = Import(body, parameters, user);
        }
        catch (WebMessageException e)
        {
            job.End("FAILED", "ERROR", "Process failed: " + e.Text, null);
            return;
        }
        // A summary has neither envelope nor responseType.
        report.Remove("responseType");
        report["importParams"] = parameters.ToJson(state.Dialect, user);
        var (status, stats) = ((string)report["status"]!, report["stats"]!);
        job.End("COMPLETED", modern && status == "ERROR" ? "ERROR" : "INFO", modern
            ? $"Import complete with status {status}, {stats["created"]} created, {stats["updated"]} updated, {stats["deleted"]} deleted, {stats["ignored"]} ignored"
            : $"({user.Username}) Import:Done took 0.051589 sec.", report);
    }
}

/// <summary>The parameters of an import. A value that is unknown is as good as none.</summary>
internal sealed record ImportParameters(string Strategy, bool Validates, bool AtomicNone, bool ByCode, bool SkipsValidation, string ReportMode, WriteOptions Options)
{
    private static readonly string[] s_strategies = ["CREATE", "UPDATE", "DELETE"];

    public static ImportParameters Read(IQueryCollection query, Dialect dialect)
    {
        var strategy = query["importStrategy"].ToString();
        // The name of old is still known, and then leads to nothing.
        if (strategy == "NEW_AND_UPDATES")
            throw new WebMessageException(500, dialect == Dialect.V42 ? null : "Cannot invoke \"java.util.List.iterator()\" because \"validationChecks\" is null");
        return new ImportParameters(
            s_strategies.Contains(strategy) ? strategy : "CREATE_AND_UPDATE", query["importMode"] == "VALIDATE", query["atomicMode"] == "NONE", query["identifier"] == "CODE",
            query["skipValidation"] == "true", query["importReportMode"].ToString() is "FULL" or "DEBUG" ? query["importReportMode"].ToString() : "ERRORS",
            new WriteOptions(query["skipSharing"] == "true", query["skipTranslation"] == "true"));
    }

    public JsonObject ToJson(Dialect dialect, SandboxUser user)
    {
        var json = new JsonObject
        {
            ["importMode"] = Validates ? "VALIDATE" : "COMMIT",
            ["identifier"] = ByCode ? "CODE" : "UID",
            ["importReportMode"] = dialect == Dialect.V40 ? "ERRORS" : ReportMode,
            ["preheatMode"] = "REFERENCE",
            ["importStrategy"] = Strategy,
            ["atomicMode"] = AtomicNone ? "NONE" : "ALL",
            ["flushMode"] = "AUTO",
            ["skipSharing"] = Options.SkipSharing,
            ["skipTranslation"] = Options.SkipTranslation,
            ["skipValidation"] = SkipsValidation,
            ["metadataSyncImport"] = false,
            ["firstRowIsHeader"] = true,
        };
        json[dialect == Dialect.V40 ? "username" : "async"] = dialect == Dialect.V40 ? user.Username : true;
        if (dialect == Dialect.V40)
            json["mergeMode"] = "REPLACE";
        return json;
    }
}
