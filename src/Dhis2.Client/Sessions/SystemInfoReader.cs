using System.Text.Json;
using Dhis2.Client.Http;

namespace Dhis2.Client.Sessions;

/// <summary>Reads <c>/api/system/info</c>.</summary>
public static class SystemInfoReader
{
    /// <summary>The name under which a session remembers it: <see cref="Session.ClearCache"/>.</summary>
    public const string CacheName = "SystemInfo";

    /// <summary>Asks the server now.</summary>
    public static Task<Dhis2SystemInfo> ReadAsync(Dhis2Caller caller, CancellationToken cancellationToken) => ReadAsync(caller, refresh: true, cancellationToken);

    /// <summary>What the session remembers, or, where it remembers nothing or with <paramref name="refresh"/>, what the server says now.</summary>
    public static Task<Dhis2SystemInfo> ReadAsync(Dhis2Caller caller, bool refresh, CancellationToken cancellationToken) =>
        caller.Session.Cache.GetAsync(CacheName, refresh, async () =>
        {
            var root = await caller.ReadJsonAsync(new Dhis2Request("system/info"), cancellationToken).ConfigureAwait(false);
            if (root is not { ValueKind: JsonValueKind.Object } info)
                throw AnswerErrors.NoDhis2(caller.Session.Uri);
            return new Dhis2SystemInfo(info);
        });
}
