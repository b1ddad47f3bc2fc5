using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions;

/// <summary>Asks without credentials whether a DHIS2 server is at an address at all, so that a wrong address is not taken for a wrong password.</summary>
internal static class ServerProbe
{
    /// <summary>The version that the server tells to everybody (2.41 on); null where it tells none.</summary>
    /// <exception cref="Dhis2AddressException">There is no DHIS2 server at this address.</exception>
    public static async Task<ServerVersion?> ReadVersionAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("loginConfig") { Anonymous = true, AcceptsAnything = true, AcceptsStatus = status => status is >= 400 and < 500 and not 407 and not 429 };
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Address != response.Asked && Redirects.ServerOf(caller.Session.Uri, response.Asked, response.Address) is { } moved)
        {
            // With the old address every read would be redirected, and writes would not arrive.
            caller.Events?.OnWarning($"{caller.Session.Uri} sends on to {moved}, which is used instead. Connect with that address.");
            caller.Session.MoveTo(moved);
        }
        // 2.40 refuses loginConfig without credentials.
        if (response.StatusCode is 401 or 403)
            return null;
        if (response.StatusCode != 200 || !response.MediaType.EndsWith("json", StringComparison.Ordinal))
            throw NoServer(caller.Session.Uri, response);
        try
        {
            using var answer = JsonDocument.Parse(await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
            return ServerVersion.Parse(answer.RootElement.Text("apiVersion"));
        }
        catch (JsonException)
        {
            throw NoServer(caller.Session.Uri, response);
        }
    }

    private static Dhis2AddressException NoServer(Uri uri, Dhis2Response response) => new(
        $"No DHIS2 server answers at {uri}: {(response.Address == response.Asked ? "" : $"it sends us on to {response.Address.GetLeftPart(UriPartial.Path)}, and ")}its answer is {response.StatusCode}{(response.MediaType.Length == 0 ? "" : " " + response.MediaType)}.",
        "Check the address. A server with a context path needs it: https://host/hmis.")
    { Item = uri };
}
