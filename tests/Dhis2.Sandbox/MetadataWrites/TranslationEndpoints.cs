using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Replaces all translations of an object.</summary>
internal sealed class TranslationEndpoints(SandboxState state, ObjectStore store)
{
    private const string Klass = "org.hisp.dhis.translation.Translation";

    public void Map(IEndpointRouteBuilder app) => app.MapPut("/api/{type}/{uid}/translations", PutAsync);

    private async Task PutAsync(HttpContext context, string type, string uid)
    {
        if (!await ObjectEndpoints.IsServedAsync(context, type, state.Dialect).ConfigureAwait(false))
            return;
        ObjectEndpoints.Require(state, store, context.CurrentUser(), type, uid);
        var body = await WriteRequest.ReadObjectAsync(context, state.Dialect, TypeNames.FullKlass(type)).ConfigureAwait(false);
        var translations = body["translations"] as JsonArray ?? [];
        if (Check(type, uid, translations) is { } error)
        {
            await Reports.WriteObjectAsync(context, type, null, [error], errorOutcome: "WARNING").ConfigureAwait(false);
            return;
        }
        lock (store.Gate)
        {
            var changed = ObjectEndpoints.Require(state, store, context.CurrentUser(), type, uid).DeepClone().AsObject();
            changed["translations"] = translations.DeepClone();
            store.Put(type, [changed]);
        }
        await Answer.EmptyAsync(context, 204).ConfigureAwait(false);
    }

    private JsonObject? Check(string type, string uid, JsonArray translations)
    {
        var seen = new HashSet<(string?, string?)>();
        foreach (var translation in translations.OfType<JsonObject>())
        {
            var (property, locale) = ((string?)translation["property"], (string?)translation["locale"]);
            if ((string?)translation["value"] is null)
                return Error(type, "E4000", "Missing required property `value`", ["value"]);
            if (seen.Add((property, locale)))
                continue;
            return state.Dialect == Dialect.V40
                ? Error(type, "E1106", $"There are duplicate translation record for property `{property}` and locale `{locale}`", [property, locale])
                : Error(type, "E1106", $"There are duplicate translation records for property `{property}` and locale `{locale}` on {TypeNames.Klass(type)} `{uid}`",
                    [property, locale, TypeNames.Klass(type), uid]);
        }
        return null;
    }

    private JsonObject Error(string type, string code, string message, JsonArray values) =>
        ErrorReport.Make(state.Dialect, code, message, Klass, values, errorKlass: TypeNames.FullKlass(type));
}
