using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Aggregate data values, in sets and one by one.</summary>
internal sealed class DataValuesArea : ISandboxArea
{
    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        var import = new ImportEndpoint(state);
        var export = new ExportEndpoint(state);
        app.MapPost("/api/dataValueSets", (HttpContext context) => import.InvokeAsync(context));
        app.MapGet("/api/dataValueSets", (HttpContext context) => export.InvokeAsync(context));
        app.MapGet("/api/dataValueSets.json", (HttpContext context) => export.InvokeAsync(context, "json"));
        var single = new SingleValueEndpoint(state, import);
        app.MapGet("/api/dataValues", single.GetAsync);
        app.MapPost("/api/dataValues", single.PostAsync);
        app.MapDelete("/api/dataValues", single.DeleteAsync);
        app.MapPut("/api/dataValues/followup", single.MarkAsync);
        var completions = new CompletionEndpoint(state);
        app.MapGet("/api/completeDataSetRegistrations", completions.ListAsync);
        app.MapPost("/api/completeDataSetRegistrations", completions.ImportAsync);
        app.MapDelete("/api/completeDataSetRegistrations", completions.RemoveAsync);
        var template = new TemplateEndpoint(state);
        app.MapGet("/api/dataSets/{uid}/dataValueSet", (HttpContext context, string uid) => template.InvokeAsync(context, uid));
    }
}
