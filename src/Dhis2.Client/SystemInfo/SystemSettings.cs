using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.SystemInfo;

/// <summary>
/// Reads and writes <c>/api/systemSettings</c>. Values are handed over as the JSON that the server writes: texts of every script survive, and types are kept.
/// </summary>
public static class SystemSettings
{
    /// <summary>The name under which a session remembers settings: <see cref="Session.ClearCache"/>.</summary>
    public const string CacheName = "SystemSetting";

    private const string Path = "systemSettings";

    // What the server answers for a setting that exists and holds nothing.
    private const string EmptyText = "\"\"";

    /// <summary>All settings the server lists, as JSON by their keys; what the session remembers unless <paramref name="refresh"/> asks anew.</summary>
    public static Task<IReadOnlyDictionary<string, string>> ReadAsync(Dhis2Caller caller, bool refresh, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync<IReadOnlyDictionary<string, string>>(CacheName, refresh, async () =>
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request(Path), cancellationToken).ConfigureAwait(false);
            if (root is not { ValueKind: JsonValueKind.Object } settings)
                throw JsonErrors.Invalid($"GET /api/{Path}", null, "an object was expected");
            return settings.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText(), StringComparer.Ordinal);
        });

    /// <summary>A setting that is not on the list, as JSON: one that is confidential, or was never set; null when there is none of that name.</summary>
    public static async Task<string?> ReadUnlistedAsync(Dhis2Caller caller, string key, bool refresh, CancellationToken cancellationToken)
    {
        // A server of 2.40 answers an unknown key as it answers one that is not set.
        if (!caller.Session.Dialect.RefusesUnknownSettings)
            return SettingKeys.IsUnlisted(key) ? EmptyText : null;
        var found = await caller.Session.Cache.GetAsync($"{CacheName}/{key}", refresh, () => AskAsync(caller, key, cancellationToken)).ConfigureAwait(false);
        return found.Json;
    }

    /// <summary>Those of some keys that are no settings, by their names in that order.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="listed">What <see cref="ReadAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> FindUnknownAsync(Dhis2Caller caller, IEnumerable<string> keys, IReadOnlyDictionary<string, string> listed, CancellationToken cancellationToken)
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

    /// <summary>The error of keys that no setting has.</summary>
    public static Dhis2ApiException Unknown(Session session, IReadOnlyList<string> keys) => new(
        string.Format(
            CultureInfo.InvariantCulture,
            session.Dialect.RefusesUnknownSettings ? "The server has no setting {0}." : "The server has no setting {0}, or nothing is set there: before 2.41 it answers both alike.",
            string.Join(", ", keys.Select(k => $"'{k}'"))),
        404,
        null,
        "See the settings there are with Get-Dhis2SystemSetting; letter case matters.")
    { Item = keys.Count == 1 ? keys[0] : keys };

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

    /// <summary>Whether the server never shows what a setting holds.</summary>
    public static bool IsConfidential(string key) => SettingKeys.IsConfidential(key);

    /// <summary>Whether a value can be what a setting that holds some JSON now holds next: a number for a number, a boolean for a boolean.</summary>
    public static bool Fits(string json, string value)
    {
        using var current = JsonDocument.Parse(json);
        return current.RootElement.ValueKind switch
        {
            JsonValueKind.Number => TryNumber(value, out var number) && (json.Contains('.') || decimal.Truncate(number) == number),
            JsonValueKind.True or JsonValueKind.False => bool.TryParse(value, out _),
            _ => true,
        };
    }

    /// <summary>Whether a setting that holds some JSON holds the value that was sent.</summary>
    public static bool Holds(string json, string value)
    {
        using var document = JsonDocument.Parse(json);
        var now = document.RootElement;
        return now.ValueKind switch
        {
            JsonValueKind.Number => TryNumber(value, out var number) && now.TryGetDecimal(out var held) && held == number,
            JsonValueKind.True or JsonValueKind.False => bool.TryParse(value, out var flag) && flag == (now.ValueKind == JsonValueKind.True),
            JsonValueKind.String => now.GetString() == value,
            _ => json == value,
        };
    }

    private static bool TryNumber(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    // Titles and languages are in the system's information and in the user's, too.
    private static async Task ChangeAsync(Dhis2Caller caller, Dhis2Request request, CancellationToken cancellationToken)
    {
        try
        {
            await caller.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            caller.Session.ClearCache();
        }
    }

    private static async Task<Found> AskAsync(Dhis2Caller caller, string key, CancellationToken cancellationToken)
    {
        try
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, Path, key)), cancellationToken).ConfigureAwait(false);
            return new Found(root is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty(key, out var value) ? value.GetRawText() : null);
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            return new Found(null);
        }
    }

    // The cache holds objects.
    private sealed record Found(string? Json);
}
