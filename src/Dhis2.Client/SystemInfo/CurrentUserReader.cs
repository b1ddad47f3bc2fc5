using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.SystemInfo;

/// <summary>Reads <c>/api/me</c>.</summary>
public static class CurrentUserReader
{
    /// <summary>The name under which a session remembers it: <see cref="Session.ClearCache"/>.</summary>
    public const string CacheName = "CurrentUser";

    /// <summary>The account of the session as JSON, with all its properties or with chosen <paramref name="fields"/>; what the session remembers unless <paramref name="refresh"/> asks anew.</summary>
    public static Task<string> ReadAsync(Dhis2Caller caller, string? fields, bool refresh, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync($"{CacheName}?{fields}", refresh, async () =>
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request("me") { Query = { { "fields", fields } } }, cancellationToken).ConfigureAwait(false);
            return root is { ValueKind: JsonValueKind.Object } me ? me.GetRawText() : throw JsonErrors.Invalid("GET /api/me", null, "an object was expected");
        });
}
