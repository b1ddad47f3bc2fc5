using System.Security;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Users;

/// <summary>The requests about accounts, each sent once; what became of one whose answer is lost is looked up.</summary>
internal sealed class UserRequests(Dhis2Caller caller)
{
    private const string List = "users";

    // No mail can be sent, by the server's own code.
    private const string NoMail = "E6203";

    /// <summary>Reads an account.</summary>
    /// <exception cref="Dhis2ApiException">There is none. Servers answer a change of none with a fault of theirs (500).</exception>
    public async Task<JsonElement> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(PathOf(id)) { Query = { { "fields", UserFields.Compared } } };
        return await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) is { ValueKind: JsonValueKind.Object } found ? found : throw JsonErrors.Invalid(request.Display, null, "it is no object");
    }

    /// <summary>Whether there is an account.</summary>
    public async Task<bool> ExistsAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(id, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }

    /// <summary>Sends a request that changes something.</summary>
    /// <param name="path">The path behind <c>users</c>.</param>
    /// <param name="method">The method.</param>
    /// <param name="query">The query.</param>
    /// <param name="body">The body.</param>
    /// <param name="secret">A password in the body.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SendAsync(IReadOnlyList<string> path, string method, QueryParameters? query, RequestBody? body, SecureString? secret, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(PathOf([.. path]), new HttpMethod(method)) { Body = body, SendsOnce = true };
        request.Query.AddRange(query ?? []);
        try
        {
            await caller.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (secret is { Length: > 0 } && e is not Dhis2AuthenticationException && SecretErrors.Holds(e, secret.Reveal()))
        {
            var text = secret.Reveal();
            throw SecretErrors.Without(e, text, await ReasonAsync(text, cancellationToken).ConfigureAwait(false));
        }
        catch (Dhis2ApiException e) when (e.ErrorCode == NoMail)
        {
            throw new Dhis2ApiException(e.Message, e.StatusCode, e.Report, "The server sends no mail: have its mail server set up (settings keyEmailHostName and the like), or set a password with Set-Dhis2User.", e) { Request = e.Request };
        }
    }

    /// <summary>How a person calls an account.</summary>
    public static string Title(JsonElement user) => user.Text("username") is { } name ? $"user '{name}' ({user.Text("id")})" : $"user {user.Text("id")}";

    // A server that repeats a password does not say what is wrong with it, and does where it is asked.
    private async Task<string?> ReasonAsync(string password, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("me/validatePassword", HttpMethod.Post) { Body = RequestBody.Of(password, "text/plain"), TriesOnce = true };
        try
        {
            return (await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false))?.Text("errorMessage") is { } reason && !reason.Contains(password, StringComparison.Ordinal) ? reason : null;
        }
        catch (Dhis2Exception)
        {
            return null;
        }
    }

    private string PathOf(params string[] segments) => ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, [List, .. segments]);
}
