using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Dhis2.Client.Http;

/// <summary>Judges an answer: what is wrong with it, if anything, as a typed error.</summary>
internal static class AnswerErrors
{
    private const int MaximumErrorBody = 16 * 1024 * 1024;
    private const int LongestRefusal = 16 * 1024;
    private const int MaximumDetails = 5;
    private static readonly Regex s_title = new(@"<title>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex s_heading = new(@"<b>Message</b>(.*?)</p>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);

    /// <summary>The error of an answer; null when it is good, or when the caller takes it as it is.</summary>
    public static async Task<Dhis2Exception?> ErrorOfAsync(ITransportContext session, Dhis2Request request, Dhis2Response response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is >= 300 and < 400)
            return request.AcceptsRedirect ? null : Redirected(session, request, response);
        if (response.StatusCode < 400)
            return await WebPageAsync(request, response, cancellationToken).ConfigureAwait(false);
        // 407 comes from a proxy: DHIS2 never sends it.
        if (response.StatusCode == 407)
            return WireErrors.ProxyRefuses(request.Display, session.Uri);
        if (request.AcceptsStatus?.Invoke(response.StatusCode) == true)
            return await LostSessionAsync(session, request, response, cancellationToken).ConfigureAwait(false);
        var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return Of(session, request, response, body);
    }

    /// <summary>JSON that is none of DHIS2's.</summary>
    public static Dhis2AddressException NoDhis2(Uri server) =>
        new($"{server} answers, but not as a DHIS2 server does.", "Check the address, with its context path if it has one: https://host/hmis.");

    private static async Task<byte[]> ReadAsync(Dhis2Response response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.PeekAsync(MaximumErrorBody, cancellationToken).ConfigureAwait(false);
            // A body that was cut off cannot be parsed.
            return body.Length < MaximumErrorBody ? body : [];
        }
        catch (Dhis2ClientException)
        {
            // The body cannot be read; the error is made from the status alone.
            return [];
        }
    }

    // A caller that accepts a 401 as an answer expects one about the request. A 401 that says that the session has ended is still an error, so that the session is renewed.
    private static async Task<Dhis2Exception?> LostSessionAsync(ITransportContext session, Dhis2Request request, Dhis2Response response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != 401 || request.Anonymous || !session.HasSucceeded)
            return null;
        var head = await response.PeekAsync(LongestRefusal, cancellationToken).ConfigureAwait(false);
        return Of(session, request, response, head) as Dhis2AuthenticationException;
    }

    private static Dhis2Exception Of(ITransportContext session, Dhis2Request request, Dhis2Response response, byte[] body)
    {
        var report = ServerMessageReader.ReadAny(body);
        var message = Message(request, response.StatusCode, report, body);
        if (AuthenticationFailures.Of(session, response.StatusCode, report, body.Length == 0) is { } refusal)
            return new Dhis2AuthenticationException(message, response.StatusCode, refusal.Reason, refusal.Action, report) { Request = request.Display, MayPass = refusal.MayPass };
        return new Dhis2ApiException(message, response.StatusCode, report, Advice(response.StatusCode))
        {
            Request = request.Display,
            RetryAfter = response.RetryAfter(DateTimeOffset.UtcNow),
        };
    }

    private static string Message(Dhis2Request request, int status, ServerMessage? report, byte[] body)
    {
        var said = report?.ToString();
        if (string.IsNullOrWhiteSpace(said))
            said = PageText(System.Text.Encoding.UTF8.GetString(body));
        if (string.IsNullOrWhiteSpace(said))
            said = ((HttpStatusCode)status).ToString();
        return $"{request.Display}: {status.ToString(CultureInfo.InvariantCulture)} {said!.Trim()}{Details(report, said)}";
    }

    private static string Details(ServerMessage? report, string said)
    {
        if (report is null)
            return "";
        // Many rows often have the same error: it is listed once.
        var lines = report.Details.Items.Select(i => i.ToString()).Prepend(report.Details.Description ?? "")
            .Where(line => line.Length > 0 && line != report.Message && !said.Contains(line, StringComparison.Ordinal)).Distinct().ToList();
        var more = lines.Count > MaximumDetails ? $"\n  ... and {(lines.Count - MaximumDetails).ToString(CultureInfo.InvariantCulture)} more" : "";
        return string.Concat(lines.Take(MaximumDetails).Select(line => "\n  " + line)) + more;
    }

    // Some errors are HTML pages of the web container: their text is in the title or in the line "Message".
    internal static string? PageText(string page)
    {
        var match = new[] { s_heading, s_title }.Select(said => said.Match(page)).FirstOrDefault(m => m.Success);
        return match is not null ? WebUtility.HtmlDecode(match.Groups[1].Value).Trim() : null;
    }

    private static string? Advice(int status) => status switch
    {
        400 or 409 => "Correct what the message names and try again.",
        // A 401 that refuses the identity has its own advice. 2.40 and 2.41 also send 401 where later versions send 403.
        401 or 403 => "Ask an administrator for the authority or the sharing that this needs.",
        404 => "Check the id or the path, and that the account may see it.",
        405 => "Check the method and the path; a malformed id is answered like this, too.",
        406 => "The server does not give this in the format asked for: ask for JSON, and leave a suffix off the path.",
        413 => "Send less at once with -BatchSize.",
        415 => "The server does not take this content type; for most paths it is application/json.",
        429 or 503 => "The server is busy; try again later.",
        502 or 504 => "The server behind the proxy did not answer in time; ask for less at once, or try again later.",
        >= 500 => "The server failed; its log says why. Try again, and if it stays so ask its administrator.",
        _ => null,
    };

    private static Dhis2Exception Redirected(ITransportContext session, Dhis2Request request, Dhis2Response response)
    {
        var location = response.Header("Location");
        var target = Redirects.Target(response.Address, location);
        // A request without credentials belongs to no session: a login page that it is sent to is that of another server, or of a proxy.
        if (target is not null && !request.Anonymous && Redirects.IsLogin(target))
        {
            return new Dhis2AuthenticationException(
                $"{request.Display}: the server asks to log in: the session has ended, or the account is not let in.",
                response.StatusCode,
                AuthenticationReason.SessionEnded,
                "Connect again with Connect-Dhis2.")
            { Request = request.Display };
        }
        // The query is left out, because it may hold a code or a token.
        var shown = location?.Split('?')[0];
        if (target is null)
        {
            return new Dhis2ClientException(
                $"{request.Display}: the server sends us on and does not say to where: its Location is '{shown}'.",
                "Ask the server's administrator to look at the redirects of the proxy before it, and at server.base.url in dhis.conf.");
        }
        var moved = Redirects.ServerOf(session.Uri, response.Asked, target);
        return new Dhis2AddressException(
            $"{request.Display}: the server sends us on to '{shown}', and {(request.Anonymous ? "that is another address than the one given" : "credentials are not carried there")}.",
            moved is null
                ? "Connect with the address the server itself uses: https instead of http, or another host or path."
                : $"Connect with the address the server itself uses: {moved}")
        { Item = moved ?? session.Uri };
    }

    private static async Task<Dhis2ClientException?> WebPageAsync(Dhis2Request request, Dhis2Response response, CancellationToken cancellationToken)
    {
        if (request.AcceptsWebPage || !await response.IsWebPageAsync(cancellationToken).ConfigureAwait(false))
            return null;
        return new Dhis2ClientException(
            $"{request.Display}: the server answered with a web page where data was asked for: the session has ended, or the address is not that of a DHIS2 server.",
            "Check the address (with the context path, as in https://host/hmis) and connect again. Where a page is what you want, ask for one: -Accept html.");
    }
}
