using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Metadata;

/// <summary>What a user sees of himself.</summary>
internal sealed class MeView(MetadataView view)
{
    public async Task WriteAsync(HttpContext context)
    {
        if (!Accepts.Json(context.Request))
        {
            await HtmlPage.WriteAsync(context, 406, "Acceptable representations: [application/json].").ConfigureAwait(false);
            return;
        }
        var item = new MeItem(view.User.Uid, Make());
        var fields = new ListRequest(context.Request, view.Dialect).Fields("*");
        context.Response.ContentType = Answer.Json;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, SandboxJson.Writer);
        await using (writer.ConfigureAwait(false))
            new FieldWriter(view).WriteObject(writer, item, fields ?? []);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private JsonObject Make()
    {
        var user = view.User;
        var me = new JsonObject
        {
            ["id"] = user.Uid,
            ["username"] = user.Username,
            ["surname"] = user.Surname,
            ["firstName"] = user.FirstName,
            ["created"] = Completion.Created,
            ["lastUpdated"] = Completion.LastUpdated,
            ["dataViewOrganisationUnits"] = UserJson.References(user.DataViewOrgUnits),
            ["favorites"] = new JsonArray(),
            ["userGroups"] = new JsonArray(),
            ["translations"] = new JsonArray(),
            ["teiSearchOrganisationUnits"] = new JsonArray(),
            ["organisationUnits"] = UserJson.References(user.OrgUnits),
            ["displayName"] = user.Name,
            ["access"] = view.Access(),
            ["name"] = user.Name,
            ["emailVerified"] = false,
            ["userRoles"] = UserJson.References(user.Roles),
            ["settings"] = Settings(),
            ["programs"] = Uids("programs"),
            ["authorities"] = new JsonArray([.. user.Authorities.Select(a => (JsonNode)a)]),
            ["dataSets"] = Uids("dataSets"),
            ["patTokens"] = new JsonArray(),
            ["twoFactorType"] = "NOT_ENABLED",
            ["attributeValues"] = new JsonArray(),
        };
        if (view.Dialect <= Dialect.V41)
        {
            me.Remove("emailVerified");
            me.Remove("twoFactorType");
            me["settings"]!.AsObject().Remove("keyDbLocale");
            me["settings"]!.AsObject().Remove("keyTrackerDashboardLayout");
            me["userCredentials"] = Credentials();
        }
        if (view.Dialect == Dialect.V40)
        {
            me.Remove("patTokens");
            me.Remove("attributeValues");
            me["userCredentials"]!["sharing"]!.AsObject().Remove("owner");
            me["externalAccess"] = false;
            me["userAccesses"] = new JsonArray();
            me["userGroupAccesses"] = new JsonArray();
            me["sharing"] = Completion.Sharing(null, view.Dialect, withPublic: false);
        }
        return me;
    }

    private JsonObject Credentials()
    {
        var sharing = Completion.Sharing(null, view.Dialect);
        sharing.Remove("public");
        return new JsonObject
        {
            ["id"] = view.User.Uid,
            ["username"] = view.User.Username,
            ["externalAuth"] = false,
            ["twoFA"] = view.User.TwoFactor,
            ["passwordLastUpdated"] = Completion.Created,
            ["cogsDimensionConstraints"] = new JsonArray(),
            ["catDimensionConstraints"] = new JsonArray(),
            ["previousPasswords"] = new JsonArray(),
            ["lastLogin"] = Completion.LastUpdated,
            ["selfRegistered"] = false,
            ["invitation"] = false,
            ["disabled"] = false,
            ["access"] = view.Access(),
            ["sharing"] = sharing,
            ["userRoles"] = UserJson.References(view.User.Roles),
        };
    }

    private JsonArray Uids(string type) => [.. view.Index.Of(type).Select(i => (JsonNode)i.Uid)];

    private static JsonObject Settings() => new()
    {
        ["keyDbLocale"] = "en",
        ["keyMessageSmsNotification"] = false,
        ["keyTrackerDashboardLayout"] = "",
        ["keyStyle"] = "light_blue/light_blue.css",
        ["keyUiLocale"] = "en",
        ["keyAnalysisDisplayProperty"] = "name",
        ["keyMessageEmailNotification"] = false,
    };

    // Nothing here depends on who looks: it was made for him.
    private sealed class MeItem(string uid, JsonObject me) : MetadataItem("users", uid)
    {
        public override JsonNode? Get(string property, MetadataView view) => me[property];

        public override IEnumerable<string> Properties(MetadataView view) => me.Select(p => p.Key);
    }
}
