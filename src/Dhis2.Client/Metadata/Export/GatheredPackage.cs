using System.IO.Compression;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Import;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Export;

/// <summary>The objects of one export or of several, each once, in a temporary file.</summary>
public sealed class GatheredPackage
{
    private readonly ObjectSpool _spool = new();
    private readonly Dictionary<string, List<Entry>> _lists = new(StringComparer.Ordinal);
    private readonly HashSet<(string List, string Id)> _known = [];

    /// <summary>How many objects there are.</summary>
    public int Count { get; private set; }

    /// <summary>The lists, in the order they came in.</summary>
    internal IReadOnlyCollection<string> Lists => _lists.Keys;

    /// <summary>Adds what an export brings. An object that is there already is left out.</summary>
    /// <exception cref="Dhis2InputException">There is no room on the disk.</exception>
    public async Task AddAsync(MetadataExport export, CancellationToken cancellationToken)
    {
        using var text = new ObjectText(givesIds: false);
        await foreach (var batch in export.ReadAsync(_ => new Kept(text, _spool), cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in batch)
                Add(item.List, item.Item);
        }
    }

    /// <summary>Writes all of them as one package into a file, which is there whole or as it was before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form"><c>json</c>, <c>json.gz</c> or <c>json.zip</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task WriteAsync(string path, string form, CancellationToken cancellationToken) => AtomicFile.WriteAsync(path, async file =>
    {
        switch (form)
        {
            case "json.gz":
                using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                    await WriteAsync(gzip, cancellationToken).ConfigureAwait(false);
                break;
            case "json.zip":
                using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    using var entry = zip.CreateEntry("metadata.json").Open();
                    await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
                }
                break;
            default:
                await WriteAsync(file, cancellationToken).ConfigureAwait(false);
                break;
        }
    });

    /// <summary>The objects of a list, in the order of their ids.</summary>
    internal IEnumerable<Entry> Sorted(string list) => _lists.TryGetValue(list, out var entries) ? entries.OrderBy(entry => entry.Id, StringComparer.Ordinal) : [];

    /// <summary>An object as JSON.</summary>
    internal System.Text.Json.JsonElement Read(Entry entry) => JsonText.Parse(_spool.Read(entry.Offset, entry.Length), "An export");

    private void Add(string list, Entry entry)
    {
        if (entry.Id is not null && !_known.Add((list, entry.Id)))
            return;
        if (!_lists.TryGetValue(list, out var entries))
            _lists[list] = entries = [];
        entries.Add(entry);
        Count++;
    }

    private Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        _spool.WritePackageAsync(_lists.Select(list => (list.Key, list.Value.Select(entry => (entry.Offset, entry.Length)))), stream, cancellationToken);

    /// <summary>Where an object is.</summary>
    internal readonly record struct Entry(string? Id, long Offset, int Length);

    private sealed class Kept(ObjectText text, ObjectSpool spool) : IJsonBuilder<Entry>
    {
        public void Reset() => text.Reset();

        public void StartObject() => text.StartObject();

        public void EndObject() => text.EndObject();

        public void StartArray() => text.StartArray();

        public void EndArray() => text.EndArray();

        public void Name(ReadOnlySpan<byte> utf8) => text.Name(utf8);

        public void Text(ReadOnlySpan<byte> utf8) => text.Text(utf8);

        public void Number(ReadOnlySpan<byte> utf8) => text.Number(utf8);

        public void Flag(bool value) => text.Flag(value);

        public void Null() => text.Null();

        public Entry Take()
        {
            var head = text.Take();
            return new Entry(head.Id, spool.Add(text.Utf8), head.Length);
        }
    }
}
