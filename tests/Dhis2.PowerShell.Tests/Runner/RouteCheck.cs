namespace Dhis2.PowerShell.Tests.Runner;

/// <summary>Finds routes of the sandbox that no spec and no example asked for, once all of them have run: parts of a server that no cmdlet needs.</summary>
internal static class RouteCheck
{
    /// <summary>Names the folder in which sandboxes note their routes.</summary>
    public const string FolderVariable = "DHIS2_SANDBOX_ROUTES";

    private const string Tasks = "Cmdlets that list and end tasks.";
    private const string Maintenance = "Cmdlets that maintain a server.";
    private const string Settings = "Cmdlets for the settings of a user, and raw requests.";
    private const string Metadata = "Cmdlets that write, import and export metadata.";
    private const string OAuth2 = "Discovery of the server's own OAuth2, which other clients than this use.";

    // No cmdlet asks for these; the exchanges of the recordings with them are replayed. The route, and what it is kept for.
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["DELETE /api/oAuth2Clients/{uid}"] = "OAuth2ClientTests: what a session of a client that is deleted is told.",
        ["POST /api/sqlViews/{uid}/refresh"] = "Cmdlets that refresh views.",
        ["DELETE /api/system/tasks/{type}/{id}"] = Tasks,
        ["GET /api/system/tasks"] = Tasks,
        ["GET /api/system/taskSummaries/{type}"] = Tasks,
        ["POST /api/jobConfigurations/{id}/cancel"] = Tasks,
        ["PUT /api/resourceTables"] = Maintenance,
        ["PUT /api/resourceTables/analytics"] = Maintenance,
        ["PUT /api/{type}/{uid}/{property}"] = Metadata,
        ["DELETE /api/{type}/{uid}/{property}"] = Metadata,
        ["POST /api/{type}/{uid}/{property}/{member}"] = Metadata,
        ["DELETE /api/{type}/{uid}/{property}/{member}"] = Metadata,
        ["PUT /api/{type}/{uid}/translations"] = Metadata,
        ["PUT /api/{type}/{uid}/sharing"] = Metadata,
        ["PATCH /api/{type}/sharing"] = Metadata,
        ["PATCH /api/metadata/sharing"] = Metadata,
        ["GET /api/metadata.{suffix}"] = Metadata,
        ["POST /api/maintenance/categoryOptionComboUpdate"] = Metadata,
        ["POST /api/maintenance/categoryOptionComboUpdate/categoryCombo/{uid}"] = Metadata,
        ["GET /api/sharing"] = Metadata,
        ["PUT /api/sharing"] = Metadata,
        ["POST /api/sharing"] = Metadata,
        ["DELETE /api/systemSettings"] = Settings,
        ["POST /api/systemSettings/{key}"] = Settings,
        ["DELETE /api/userSettings/{key}"] = Settings,
        ["GET /api/userSettings/{key}"] = Settings,
        ["GET /api/dataValueSets.json"] = "Replay of what other clients ask for: exports by suffix.",
        ["GET /api/ping"] = "ResetTests, which ask for it before and after.",
        ["PATCH /api/apiToken/{uid}"] = "Cmdlets that change tokens.",
        ["PUT /api/apiToken/{uid}"] = "Cmdlets that change tokens.",
        ["GET /.well-known/oauth-authorization-server"] = OAuth2,
        ["GET /oauth2/jwks"] = OAuth2,
        ["GET /oauth2/token"] = OAuth2,
    };

    public static SpecResult Judge(string folder)
    {
        var lines = Directory.EnumerateFiles(folder).SelectMany(File.ReadAllLines).Select(l => l.Split(' ', 2)).ToLookup(l => l[0], l => l[1]);
        var asked = lines["asked"].ToHashSet(StringComparer.Ordinal);
        var mapped = lines["mapped"].ToHashSet(StringComparer.Ordinal);
        var unused = mapped.Where(r => !asked.Contains(r) && !s_others.ContainsKey(r)).Select(r => $"{r} is asked for by no spec and no example: remove it, or name the test of the client that needs it.");
        var stale = s_others.Keys.Where(r => !mapped.Contains(r) || asked.Contains(r)).Select(r => $"{r} is {(mapped.Contains(r) ? "asked for by a spec by now" : "gone")}: remove it from the list.");
        var faults = mapped.Count == 0 ? ["No sandbox noted its routes."] : unused.Concat(stale).Order(StringComparer.Ordinal).ToList();
        return new SpecResult("The sandbox", "has no route that nothing asks for", faults.Count == 0 ? "Passed" : "Failed", string.Join('\n', faults), 0);
    }
}
