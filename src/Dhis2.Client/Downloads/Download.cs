using System.Globalization;
using System.Net.Http.Headers;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Downloads;

/// <summary>
/// Brings an answer into a file, and goes on where an earlier try broke off if the server, or a proxy before it, can send
/// a part: DHIS2 itself cannot, and then it comes from the start. A file that has changed meanwhile comes from the start, too.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="request">Makes the request, with extra headers; it has to take a status of 416 for an answer.</param>
public sealed class Download(Dhis2Caller caller, Func<IReadOnlyDictionary<string, string>, Dhis2Request> request)
{
    /// <summary>Reads what has come before it becomes the file, from its start; an error leaves what was there before, and nothing to go on with.</summary>
    public Func<Stream, CancellationToken, Task>? Check { get; init; }

    /// <summary>Brings the answer to <paramref name="path"/>, where it is whole or what was there before.</summary>
    public async Task RunAsync(string path, Action<Dhis2Response>? onAnswer, CancellationToken cancellationToken)
    {
        var plain = request(new Dictionary<string, string>());
        // Another user may be shown another file under the same address.
        using var part = PartialFile.Open(path, $"{caller.Session.UserName} {caller.Session.Uri}{plain.Query.AppendTo(plain.Path)} {plain.Accept}");
        var (operation, budget) = caller.BeginOperation();
        while (true)
        {
            // Faults before the body are met with retries where the request is sent.
            using var response = await operation.SendAsync(request(Headers(part)), cancellationToken).ConfigureAwait(false);
            var before = part.Length;
            try
            {
                if (await TryAsync(part, response, onAnswer, cancellationToken).ConfigureAwait(false))
                {
                    await CheckAsync(part, cancellationToken).ConfigureAwait(false);
                    part.Finish();
                    return;
                }
            }
            catch (Dhis2ClientException e) when (e is Dhis2ConnectionException or Dhis2TimeoutException)
            {
                // A try that received more of the file does not count against the retries.
                if (part.IsContinued && part.Length > before)
                    budget.Refill();
                await budget.WaitOrThrowAsync(plain, e, null, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task CheckAsync(PartialFile part, CancellationToken cancellationToken)
    {
        if (Check is null)
            return;
        try
        {
            await part.ReadAsync(Check, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception)
        {
            part.Restart(null);
            throw;
        }
    }

    // False where the part that had been received cannot be continued: the whole file has to be asked for.
    private static async Task<bool> TryAsync(PartialFile part, Dhis2Response response, Action<Dhis2Response>? onAnswer, CancellationToken cancellationToken)
    {
        onAnswer?.Invoke(response);
        var range = ContentRange(response);
        if (response.StatusCode == 416)
        {
            // 416: there is nothing after what has been received, so the file is complete, if it is still the same file.
            if (part.Length > 0 && range?.Length == part.Length && (Validator(response) is not { } now || now == part.Validator))
                return true;
            return Discard(part, response);
        }
        if (response.StatusCode != 206)
            part.Restart(Validator(response));
        else if (!(part.IsContinued = Continues(part, range, response)))
            return Discard(part, response);
        using var body = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        await part.AppendAsync(body, cancellationToken).ConfigureAwait(false);
        var whole = response.StatusCode == 206 ? range!.Length : response.ContentLength;
        if (whole is { } length && length != part.Length)
            throw WireErrors.BrokenInBody(response.Request, part.Length, new EndOfStreamException());
        return true;
    }

    private static bool Discard(PartialFile part, Dhis2Response response)
    {
        // The whole file was asked for: another try would get the same answer.
        if (part.Length == 0)
            throw new Dhis2ApiException($"{response.Request}: {response.StatusCode.ToString(CultureInfo.InvariantCulture)} in answer to a request for the whole.", response.StatusCode, null, "Try again without -Resume.");
        part.Restart(null);
        return false;
    }

    private static bool Continues(PartialFile part, ContentRangeHeaderValue? range, Dhis2Response response) =>
        range is { HasRange: true } && range.From == part.Length && (Validator(response) is not { } now || now == part.Validator);

    private static Dictionary<string, string> Headers(PartialFile part)
    {
        // Positions in a compressed answer are not positions in the file.
        var headers = new Dictionary<string, string> { ["Accept-Encoding"] = "identity" };
        if (part.Length > 0 && part.Validator is { } validator)
        {
            headers["Range"] = $"bytes={part.Length.ToString(CultureInfo.InvariantCulture)}-";
            headers["If-Range"] = validator;
        }
        return headers;
    }

    // Parts of an answer that was compressed all the same would not fit together.
    private static string? Validator(Dhis2Response response) => response.Header("Content-Encoding") is not null ? null :
        // A weak ETag promises equivalent contents, and not the same bytes.
        response.Header("ETag") is { } tag && !tag.StartsWith("W/", StringComparison.Ordinal) ? tag : response.Header("Last-Modified");

    private static ContentRangeHeaderValue? ContentRange(Dhis2Response response) =>
        response.Header("Content-Range") is { } text && ContentRangeHeaderValue.TryParse(text, out var range) && range.Unit == "bytes" ? range : null;
}
