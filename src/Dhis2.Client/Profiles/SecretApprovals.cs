using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Profiles;

/// <summary>
/// Which secrets of the user's vaults may be sent to which servers by profiles of a project. A project's file may come from anybody, and could name a secret of
/// the user's and a server of its writer's: so a secret goes to a server for the first time only when the user has agreed. What they agreed to is
/// remembered in <c>approved-secrets.json</c> beside the user's own profiles, which need no approval.
/// </summary>
/// <param name="store">The profiles.</param>
public sealed class SecretApprovals(ProfileStore store)
{
    private const string FileName = "approved-secrets.json";
    private const string ListName = "approved";

    private string FilePath => Path.Combine(Path.GetDirectoryName(store.Places.UserFile)!, FileName);

    /// <summary>The servers that would get the vault's secret of a project's profile without the user's approval; none for other profiles.</summary>
    public IReadOnlyList<string> Missing(Profile profile)
    {
        if (profile.Scope != ProfileScope.Project || profile.SecretName is null)
            return [];
        var own = store.List(ProfileScope.User).Where(p => p.SecretName == profile.SecretName && p.Vault == profile.Vault).SelectMany(ServersOf);
        var agreed = Entries().Where(e => IsFor(e, profile)).Select(e => Text(e, "server"));
        return [.. ServersOf(profile).Except(own.Concat(agreed), StringComparer.Ordinal).Select(server => server!)];
    }

    /// <summary>Remembers that the user agreed to a profile's secret going to its servers.</summary>
    /// <exception cref="Dhis2InputException">The file cannot be written.</exception>
    public async Task ApproveAsync(Profile profile, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFile.MakeFolder(Path.GetDirectoryName(FilePath)!);
            using (await FileLock.TakeAsync(FilePath, cancellationToken).ConfigureAwait(false))
            {
                var added = Missing(profile).Select(server => new JsonObject { ["vault"] = profile.Vault, ["secret"] = profile.SecretName, ["server"] = server });
                var root = new JsonObject { ["version"] = 1, [ListName] = new JsonArray([.. Entries().Select(e => e.DeepClone()), .. added]) };
                await AtomicFile.WriteAsync(FilePath, stream => JsonSerializer.SerializeAsync(stream, root, cancellationToken: cancellationToken), part => PrivateFile.Open(part, FileMode.CreateNew)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProfileErrors.Unwritable(FilePath, e);
        }
    }

    /// <summary>The error of a secret that may not be sent.</summary>
    public static Dhis2InputException NotApproved(Profile profile, IReadOnlyList<string> servers) => ProfileErrors.SecretNotApproved(profile, string.Join(", ", servers));

    // Beside the DHIS2 server: the OAuth2 token endpoint, which is sent the client's secret, and the issuer, which names that endpoint.
    private static IEnumerable<string?> ServersOf(Profile profile) =>
        new[] { profile.Uri, profile.OAuth2?.TokenEndpoint, profile.OAuth2?.Issuer }.Where(uri => uri is not null).Select(uri => uri!.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);

    private static bool IsFor(JsonObject entry, Profile profile) => Text(entry, "secret") == profile.SecretName && Text(entry, "vault") == profile.Vault;

    private static string? Text(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // A file that cannot be read as JSON approves nothing; the next approval writes a new one.
    private List<JsonObject> Entries()
    {
        try
        {
            return PlacedJson.Read(FilePath)?.Root[ListName] is JsonArray entries ? [.. entries.OfType<JsonObject>()] : [];
        }
        catch (Dhis2InputException)
        {
            return [];
        }
    }
}
