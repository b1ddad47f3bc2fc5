using System.Text.Json;
using Dhis2.Client.Http;

namespace Dhis2.Client.SystemInfo;

/// <summary>Reads <c>/api/system/info</c>.</summary>
public static class SystemInfoReader
{
    /// <summary>Asks the server now.</summary>
    public static async Task<Dhis2SystemInfo> ReadAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var root = await caller.ReadJsonAsync(new Dhis2Request("system/info"), cancellationToken).ConfigureAwait(false);
        if (root is not { ValueKind: JsonValueKind.Object } info)
            throw new Dhis2AddressException($"{caller.Session.Uri} answers, but not as a DHIS2 server does.", "Check the address, with its context path if it has one: https://host/hmis.");
        return new Dhis2SystemInfo(info);
    }
}
