using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Files;

/// <summary>Uploads files to <c>/api/fileResources</c>, and tells when the server has stored them.</summary>
/// <param name="caller">Who asks.</param>
public sealed class FileResources(Dhis2Caller caller)
{
    private const string Path = "fileResources";
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <summary>Uploads a file as it is read from disk. The server may still be storing it afterwards, and deletes one that is used for nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="domain">What it is for: <c>DATA_VALUE</c>, <c>DOCUMENT</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">The file cannot be read.</exception>
    /// <exception cref="Dhis2ApiException">The server refuses it: for its type (E6101), its length, or because it is empty.</exception>
    public async Task<FileResource> UploadAsync(string path, string contentType, string domain, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(Path, HttpMethod.Post)
        {
            Query = { { "domain", domain } },
            Body = FormBody.Of([FormPart.OfFile("file", path, contentType)]),
            // Of a file that was uploaded twice the first is used for nothing.
            SafeToRepeat = true,
        };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return Read(json?.Child("response")?.Child("fileResource"), request);
    }

    /// <summary>Reads what the server knows of a file.</summary>
    /// <exception cref="Dhis2ApiException">There is no such file (404).</exception>
    public async Task<FileResource> ReadAsync(string id, CancellationToken cancellationToken)
    {
        // Asked for with fields, servers of 2.41 and later say NONE, however far they have come with storing.
        var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, Path, id));
        return Read(await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false), request);
    }

    /// <summary>Waits until the server has stored a file, no longer than the session waits for an answer.</summary>
    /// <exception cref="Dhis2ApiException">It has not by then (409, as the server says to who asks for such a file), or there is no such file (404).</exception>
    public async Task<FileResource> WaitUntilStoredAsync(string id, CancellationToken cancellationToken)
    {
        var limit = caller.Session.Options.ReadTimeout;
        var waited = TimeSpan.Zero;
        for (var pause = s_firstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, s_longestPause.Ticks)))
        {
            var file = await ReadAsync(id, cancellationToken).ConfigureAwait(false);
            if (file.IsStored)
                return file;
            if (waited + pause > limit)
                throw NotStored(file, waited);
            caller.Events?.OnProgress(new ProgressTrace($"Waiting for the server to store {file.Name ?? id}", file.StorageStatus ?? "", null));
            await caller.Session.Options.Delay(pause, cancellationToken).ConfigureAwait(false);
            waited += pause;
        }
    }

    private static FileResource Read(JsonElement? json, Dhis2Request request) => json is { } file && file.Text("id") is { Length: > 0 } id
        ? new FileResource
        {
            Id = id,
            Name = file.Text("name"),
            ContentType = file.Text("contentType"),
            ContentLength = file.Number("contentLength"),
            Domain = file.Text("domain"),
            StorageStatus = file.Text("storageStatus"),
        }
        : throw JsonErrors.Invalid(request.Display, null, "it is no file resource");

    private static Dhis2ApiException NotStored(FileResource file, TimeSpan waited) => new(
        string.Format(CultureInfo.InvariantCulture, "The server has not stored the file {0} after {1:0} seconds: its status is {2}.", file, waited.TotalSeconds, file.StorageStatus),
        409,
        null,
        "Try again later; if it stays so, ask who runs the server about its file store. Connect-Dhis2 -TimeoutSec says how long to wait.")
    { Item = file.Id };
}
