using System.Globalization;
using System.Runtime.CompilerServices;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Input;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Export;

/// <summary>Exports metadata: as objects while they arrive, or into a file that is there whole or not at all.</summary>
/// <param name="caller">The session.</param>
/// <param name="query">What is exported.</param>
public sealed class MetadataExport(Dhis2Caller caller, MetadataExportQuery query)
{
    private const int ObjectsAtOnce = 500;

    private FileDownload? _download;

    /// <summary>What is exported.</summary>
    public MetadataExportQuery Query => query;

    /// <summary>How far the download is; null before it begins.</summary>
    public ProgressTrace? Progress => _download?.Progress;

    /// <summary>The forms of files by their endings.</summary>
    public static IReadOnlyList<string> Forms { get; } = ["json", "json.gz", "json.zip", "xml"];

    /// <summary>Reads all objects as they arrive, each built by the builder of its list. What the server says of itself is left aside.</summary>
    /// <exception cref="Dhis2InputException">There is nothing to export: the server exports what objects are made of for some types alone.</exception>
    public async IAsyncEnumerable<IReadOnlyList<PackageItem<T>>> ReadAsync<T>(Func<string, IJsonBuilder<T>> builderOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = query.Request(caller, "json");
        var (operation, _) = caller.BeginOperation();
        using var response = await operation.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using var body = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        var envelope = new PackageEnvelope<T>(builderOf);
        using var reader = new JsonBatchReader<PackageItem<T>>(body, envelope, request.Display);
        while (await reader.ReadBatchAsync(ObjectsAtOnce, cancellationToken).ConfigureAwait(false) is { } batch)
            yield return batch;
        CheckHeld(reader, envelope, request);
    }

    /// <summary>Brings the export into a file, which is there whole or as it was before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">One of <see cref="Forms"/>.</param>
    /// <param name="name">The file as its reader knows it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(string path, string form, string name, CancellationToken cancellationToken)
    {
        var request = query.Request(caller, form);
        _download = new FileDownload(caller, request, path) { Name = name, Check = form == "xml" ? null : (stream, token) => CheckAsync(stream, request, token) };
        try
        {
            await _download.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e.StatusCode is 404 or 406 && form == "xml")
        {
            throw new Dhis2InputException("This server exports no metadata as XML.", "Give a name that ends in .json, .json.gz or .json.zip.", e) { Item = name };
        }
    }

    // What broke off, or is no metadata, does not become the file.
    private async Task CheckAsync(Stream stream, Dhis2Request request, CancellationToken cancellationToken)
    {
        using var bytes = new InputBytes(new LentStream(stream), request.Display);
        var content = await bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
        var envelope = new PackageEnvelope<bool>(_ => NoValue.Instance);
        using var reader = new JsonBatchReader<PackageItem<bool>>(content, envelope, request.Display);
        while (await reader.ReadBatchAsync(10_000, cancellationToken).ConfigureAwait(false) is not null)
        {
        }
        CheckHeld(reader, envelope, request);
    }

    private void CheckHeld<T>(JsonBatchReader<PackageItem<T>> reader, PackageEnvelope<T> envelope, Dhis2Request request)
    {
        if (reader.IsEmpty)
            throw JsonErrors.Invalid(request.Display, null, "it is empty");
        if (envelope.Refusal is { } refusal)
            throw new Dhis2ApiException($"{request.Display}: {refusal}", 200, null, "Look at the server's log.");
        if (reader.SawItems)
            return;
        // Of other types the server answers with an empty object.
        if (query.Root is { } root)
            throw new Dhis2InputException(string.Format(CultureInfo.InvariantCulture, "The server exports nothing of {0} {1}: it knows dependencies of dataSets, programs, categoryCombos, dashboards and optionSets.", root.Type.Plural, root.Id), "Export the types one needs with -Type.") { Item = root.Id };
    }

    // The download keeps its file.
    private sealed class LentStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

#if NET8_0_OR_GREATER
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);
#endif

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
