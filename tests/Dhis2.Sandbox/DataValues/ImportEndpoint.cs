using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.DataValues;

/// <summary><c>POST /api/dataValueSets</c>.</summary>
internal sealed class ImportEndpoint(SandboxState state)
{
    private Dialect Dialect => state.Dialect;

    public async Task InvokeAsync(HttpContext context)
    {
        var type = (context.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (type is not ("application/json" or "application/xml" or "application/adx+xml" or "application/csv"))
        {
            await WebMessage.WriteAsync(context, 415, UnsupportedType(type)).ConfigureAwait(false);
            return;
        }
        if (!await context.RequireAsync(Dialect, "F_DATAVALUE_ADD").ConfigureAwait(false))
            return;
        // Up to 2.42 ADX is read by codes where no scheme is named.
        var scheme = type == "application/adx+xml" && Dialect < Dialect.V43 ? "CODE" : null;
        var options = ImportOptions.Read(name => context.Request.Query[name].FirstOrDefault() ?? (name == "idScheme" ? scheme : null), out var fault);
        if (fault is not null)
            await WebMessage.WriteAsync(context, 400, fault).ConfigureAwait(false);
        else
            await ImportAsync(context, type, options).ConfigureAwait(false);
    }

    private string UnsupportedType(string type) =>
        Dialect < Dialect.V42 ? $"Content type '{type}' not supported" : type.Length == 0 ? "Content-Type is not supported" : $"Content-Type '{type}' is not supported";

    private async Task ImportAsync(HttpContext context, string type, ImportOptions options)
    {
        if (options["async"])
        {
            var job = AsyncImport.Start(state.Jobs, Run(context, options), Reader(type, options, await RequestBody.ReadAsync(context).ConfigureAwait(false)));
            await JobAnswers.StartedAsync(context, job, Dialect).ConfigureAwait(false);
            return;
        }
        try
        {
            var outcome = state.Options.Sink && type == "application/json" ? await SinkAsync(context).ConfigureAwait(false)
                : Run(context, options).Import(Reader(type, options, await RequestBody.ReadAsync(context).ConfigureAwait(false)));
            await Answer.JsonAsync(context, outcome.ToMessage(options, Dialect), outcome.HttpStatus(Dialect)).ConfigureAwait(false);
        }
        catch (UnreadableBodyException e)
        {
            await WebMessage.WriteAsync(context, e.Status, e.Text, e.ErrorCode).ConfigureAwait(false);
        }
    }

    private async Task<ImportOutcome> SinkAsync(HttpContext context)
    {
        await using var body = await RequestBody.OpenAsync(context).ConfigureAwait(false);
        return await SinkImport.CountAsync(body, Dialect, context.RequestAborted).ConfigureAwait(false);
    }

    private Func<DataValueSet> Reader(string type, ImportOptions options, byte[] body) => type switch
    {
        "application/json" => () => JsonPayload.Read(body, Dialect),
        "application/xml" => () => XmlPayload.Read(body, Dialect),
        "application/csv" => () => CsvPayload.Read(body, options["firstRowIsHeader"], Dialect),
        _ => () => new DataValueSet { Adx = body },
    };

    public ImportRun Run(HttpContext context, ImportOptions options)
    {
        var user = context.CurrentUser();
        return new ImportRun(
            new ValueMetadata(state.Country), state.DataValues, options,
            new ValueUser(user.Username, user.Uid, user.IsSuper, user.OrgUnits), DateTime.UtcNow, Dialect);
    }
}
