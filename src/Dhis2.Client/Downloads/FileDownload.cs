using System.Globalization;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Downloads;

/// <summary>
/// Brings an answer into a file, which is there whole or as it was before. What has come when the connection breaks is thrown away, or, with
/// <see cref="Resume"/>, kept beside the file for the next time.
/// </summary>
/// <param name="caller">Who asks, and hears of the progress.</param>
/// <param name="request">What is asked for.</param>
/// <param name="path">The file.</param>
public sealed class FileDownload(Dhis2Caller caller, Dhis2Request request, string path)
{
    /// <summary>Goes on where an earlier try for the same file broke off, where the server or a proxy before it can send parts.</summary>
    public bool Resume { get; init; }

    /// <summary>Sees the head of each answer before its body is read.</summary>
    public Action<Dhis2Response>? OnAnswer { get; init; }

    /// <summary>Reads what has come before it becomes the file, from its start; an error leaves what was there before.</summary>
    public Func<Stream, CancellationToken, Task>? Check { get; init; }

    /// <summary>The file as its reader knows it, for the progress.</summary>
    public string? Name { get; init; }

    /// <summary>How much has come; null before anything has.</summary>
    public ProgressTrace? Progress => Resume && new FileInfo(path + ".part") is { Exists: true } part ? Downloaded(part.Length, null) : null;

    /// <summary>Downloads it.</summary>
    /// <exception cref="Dhis2Exception">The request failed, or broke and was tried in vain.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => Resume
        ? new Download(caller, request.Continued) { Check = Check }.RunAsync(path, OnAnswer, cancellationToken)
        : caller.ReadAsync(request, response => WriteAsync(response, cancellationToken), cancellationToken);

    private async Task<bool> WriteAsync(Dhis2Response response, CancellationToken cancellationToken)
    {
        OnAnswer?.Invoke(response);
        await AtomicFile.WriteAsync(path, file => WriteAsync(response, file, cancellationToken)).ConfigureAwait(false);
        return true;
    }

    private async Task WriteAsync(Dhis2Response response, Stream file, CancellationToken cancellationToken)
    {
        await CopyAsync(response, file, cancellationToken).ConfigureAwait(false);
        if (Check is null)
            return;
        file.Position = 0;
        await Check(file, cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyAsync(Dhis2Response response, Stream file, CancellationToken cancellationToken)
    {
        using var body = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[81920];
        var copied = 0L;
        int read;
        // .NET Framework has no other overloads.
#pragma warning disable CA1835
        while ((read = await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await file.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA1835
            copied += read;
            caller.Events?.OnProgress(Downloaded(copied, response.ContentLength));
        }
    }

    private ProgressTrace Downloaded(long bytes, long? all) => new(
        $"Downloading {Name ?? path}",
        all is > 0 ? $"{Megabytes(bytes)} of {Megabytes(all.Value)} MB" : $"{Megabytes(bytes)} MB",
        all is > 0 ? (int)Math.Min(100, bytes * 100 / all.Value) : null);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N1", CultureInfo.CurrentCulture);
}
