using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.SystemInfo;

/// <summary>Reads and writes <c>/api/systemSettings</c>. Values are JSON on the way: texts of every script survive, and types are kept.</summary>
internal static class SystemSettings
{
    internal const string CacheName = "SystemSetting";

    private const string Path = "systemSettings";
    private static readonly JsonElement s_empty = JsonDocument.Parse("\"\"").RootElement;

    /// <summary>All settings the server lists, by their keys; what the session remembers unless <paramref name="refresh"/> asks anew.</summary>
    public static Task<IReadOnlyDictionary<string, JsonElement>> ReadAsync(Dhis2Caller caller, bool refresh, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync<IReadOnlyDictionary<string, JsonElement>>(CacheName, refresh, async () =>
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request(Path), cancellationToken).ConfigureAwait(false);
            if (root is not { ValueKind: JsonValueKind.Object } settings)
                throw JsonErrors.Invalid($"GET /api/{Path}", null, "an object was expected");
            return settings.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        });

    /// <summary>A setting that is not on the list: one that is confidential, or was never set; null when there is none of that name.</summary>
    public static async Task<JsonElement?> ReadUnlistedAsync(Dhis2Caller caller, string key, bool refresh, CancellationToken cancellationToken)
    {
        // From 2.41 on the server knows what it does not know.
        if (!caller.Session.Dialect.RefusesUnknownSettings)
            return SettingKeys.IsUnlisted(key) ? s_empty : null;
        var found = await caller.Session.Cache.GetAsync($"{CacheName}/{key}", refresh, () => AskAsync(caller, key, cancellationToken)).ConfigureAwait(false);
        return found.Value;
    }

    /// <summary>Those of some keys that are no settings, by their names in that order.</summary>
    public static async Task<IReadOnlyList<string>> FindUnknownAsync(Dhis2Caller caller, IEnumerable<string> keys, IReadOnlyDictionary<string, JsonElement> listed, CancellationToken cancellationToken)
    {
        var unknown = new List<string>();
        foreach (var key in keys)
        {
            // What a server of 2.40 does not list is left to its own judgement: it stores nothing if a single key is wrong.
            var isLeftOpen = !caller.Session.Dialect.RefusesUnknownSettings;
            if (!listed.ContainsKey(key) && !isLeftOpen && await ReadUnlistedAsync(caller, key, refresh: false, cancellationToken).ConfigureAwait(false) is null)
                unknown.Add(key);
        }
        return unknown;
    }

    /// <summary>Writes settings, all or, if one is unknown, none.</summary>
    public static async Task WriteAsync(Dhis2Caller caller, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var body = JsonBytes.OfObject(json =>
        {
            foreach (var (key, value) in values)
                json.WriteString(key, value);
        });
        var request = new Dhis2Request(Path, HttpMethod.Post) { Body = RequestBody.Of(body, "application/json"), SafeToRepeat = true };
        await ChangeAsync(caller, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a setting back to the server's default.</summary>
    public static Task ResetAsync(Dhis2Caller caller, string key, CancellationToken cancellationToken) =>
        ChangeAsync(caller, new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, Path, key), HttpMethod.Delete), cancellationToken);

    /// <summary>Whether a value can be what a setting with this value now holds next.</summary>
    public static bool Fits(JsonElement current, string value) => current.ValueKind switch
    {
        JsonValueKind.Number => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (current.GetRawText().Contains('.') || decimal.Truncate(number) == number),
        JsonValueKind.True or JsonValueKind.False => bool.TryParse(value, out _),
        _ => true,
    };

    /// <summary>Whether a setting holds what was sent.</summary>
    public static bool Holds(JsonElement now, string value) => now.ValueKind switch
    {
        JsonValueKind.Number => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && now.TryGetDecimal(out var held) && held == number,
        JsonValueKind.True or JsonValueKind.False => bool.TryParse(value, out var flag) && flag == (now.ValueKind == JsonValueKind.True),
        JsonValueKind.String => now.GetString() == value,
        _ => now.GetRawText() == value,
    };

    // Titles and languages are in the system's information and in the user's, too.
    private static async Task ChangeAsync(Dhis2Caller caller, Dhis2Request request, CancellationToken cancellationToken)
    {
        try
        {
            await caller.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            caller.Session.Cache.Clear();
        }
    }

    private static async Task<Found> AskAsync(Dhis2Caller caller, string key, CancellationToken cancellationToken)
    {
        try
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, Path, key)), cancellationToken).ConfigureAwait(false);
            return new Found(root is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty(key, out var value) ? value : null);
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            return new Found(null);
        }
    }

    // The cache holds objects.
    private sealed record Found(JsonElement? Value);
}
