using System.Globalization;
using System.Security;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.AccessTokens;

/// <summary>Makes, lists and deletes personal access tokens: one's own, and as a superuser those of all.</summary>
public sealed class AccessTokenStore
{
    // The plural is not there in 2.40.
    private const string Path = "apiToken";

    private readonly Dhis2Caller _caller;

    /// <summary>A store, seen as the session's user sees it.</summary>
    public AccessTokenStore(Dhis2Caller caller) => _caller = caller;

    /// <summary>Reads all tokens, page by page.</summary>
    public IAsyncEnumerable<Page<AccessToken>> ReadAllAsync(int pageSize, ulong skip, ulong first, CancellationToken cancellationToken)
    {
        var list = new PagedReader<AccessToken>(
            _caller,
            (page, size) => new Dhis2Request(Path) { Query = { { "fields", AccessTokenJson.Fields }, { "page", page }, { "pageSize", size } } },
            () => new ElementBuilder<AccessToken>(AccessTokenJson.Read),
            new PageShape<AccessToken>(Path, token => token.Id));
        return list.ReadAsync(pageSize, skip, first, cancellationToken);
    }

    /// <summary>Reads one.</summary>
    public async Task<AccessToken> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(ApiPath.Of(_caller.Session.Dialect.CutsLastSuffix, Path, Checked(id))) { Query = { { "fields", AccessTokenJson.Fields } } };
        return await _caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } token
            ? AccessTokenJson.Read(token)
            : throw JsonErrors.Invalid(request.Display, null);
    }

    /// <summary>Deletes one. A server of 2.40 goes on taking a token that is in use until it is restarted.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        _caller.ReadAsync(new Dhis2Request(ApiPath.Of(_caller.Session.Dialect.CutsLastSuffix, Path, Checked(id)), HttpMethod.Delete), cancellationToken);

    /// <summary>Makes a token for the session's user, and looks whether it was stored as asked: one that lacks its limits is deleted again.</summary>
    /// <exception cref="Dhis2InputException">The request asks for what no token can have; nothing was sent.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">A token may have been made whose key is lost.</exception>
    /// <exception cref="Dhis2ClientException">The server stored something else than was asked for, or what it stored is not known. The message says whether the token is gone.</exception>
    public async Task<NewAccessToken> CreateAsync(AccessTokenRequest asked, CancellationToken cancellationToken)
    {
        asked.Check(DateTimeOffset.UtcNow);
        var made = await PostAsync(asked, cancellationToken).ConfigureAwait(false);
        string complaint;
        try
        {
            var stored = await ReadAsync(made.Id, cancellationToken).ConfigureAwait(false);
            if (!asked.IsMetBy(stored))
                complaint = "the server did not store the limits it was made with";
            else if (stored.Expires <= made.ServerTime)
                complaint = string.Format(CultureInfo.InvariantCulture, "it had ended already when it was made: by the server's clock it was {0:u}", made.ServerTime);
            else
                return new NewAccessToken(stored, made.Key);
        }
        catch (OperationCanceledException)
        {
            // Nobody will see its key.
            using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await TakeBackAsync(made.Id, "", hurry.Token).ConfigureAwait(false);
            throw;
        }
        catch (Dhis2Exception e)
        {
            complaint = $"its limits could not be read back ({e.Message})";
        }
        made.Key.Dispose();
        throw await TakeBackAsync(made.Id, complaint, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string Id, SecureString Key, DateTimeOffset? ServerTime)> PostAsync(AccessTokenRequest asked, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(Path, HttpMethod.Post) { Body = RequestBody.Of(asked.ToJson(), "application/json") };
        try
        {
            using var response = await _caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
            using var answer = JsonDocument.Parse(await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("response", out var report)
                || report.Text("uid") is not { Length: > 0 } id || report.Text("key") is not { Length: > 0 } key)
                throw new JsonException();
            return (id, Secret(key), response.Date);
        }
        catch (Exception e) when (e is JsonException or Dhis2TimeoutException or Dhis2ConnectionException { NeverSent: false })
        {
            // No inner exception: nothing of the answer may be shown, for the key may be in it.
            throw new Dhis2UnknownOutcomeException(
                (e as Dhis2Exception)?.Message ?? $"{request.Display}: the answer is no token.",
                "A token may have been made whose key is lost: look for it with Get-Dhis2AccessToken, remove it, and try again.");
        }
    }

    private async Task<Dhis2ClientException> TakeBackAsync(string id, string complaint, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(id, cancellationToken).ConfigureAwait(false);
            return new Dhis2ClientException($"The token {id} was deleted again, because {complaint}.", "Compare the clocks of the server and of this machine with Test-Dhis2Connection, and try again.") { Item = id };
        }
        catch (Dhis2Exception e)
        {
            return new Dhis2ClientException(
                $"The token {id} is not to be trusted, because {complaint}; and it is still there: {e.Message}", $"Remove it as soon as the server answers: Remove-Dhis2AccessToken {id}.")
            { Item = id };
        }
    }

    private static string Checked(string id) => Uid.IsValid(id)
        ? id
        : throw new Dhis2InputException($"'{id}' is not the id of a token.", "An id is a letter and ten letters or digits; Get-Dhis2AccessToken shows those of your tokens.") { Item = id };

    private static SecureString Secret(string key)
    {
        var secret = new SecureString();
        foreach (var c in key)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        return secret;
    }
}
