using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Input;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// The objects of a metadata file, read one by one with the line each begins on. Whether it is packed and how it is encoded is told by its content. It is read
/// strictly: a server passes over what it does not know in it, and says that all went well.
/// </summary>
internal sealed class MetadataFile : IDisposable
{
    private const int ObjectsAtOnce = 500;
    private const int HeadLength = 1024;

    private readonly InputBytes _bytes;
    private readonly string? _type;

    /// <summary>Reads a stream, which is closed with this.</summary>
    /// <param name="stream">The bytes of a file, packed or not.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="type">The type of its objects, where the file is a bare list of them.</param>
    public MetadataFile(Stream stream, string name, string? type)
    {
        _bytes = new InputBytes(stream, name);
        _type = type;
        Name = name;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>How much has been read.</summary>
    public int? Percent => _bytes.Percent;

    /// <summary>Opens a file.</summary>
    /// <exception cref="Dhis2InputException">It is not there or cannot be read.</exception>
    public static MetadataFile Open(string path, string? type)
    {
        try
        {
            return new MetadataFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous), path, type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{path} cannot be read: {e.Message}", "Check the path and the rights on the file.", e) { Item = path };
        }
    }

    /// <summary>Reads all objects, once. The bytes of each are those that <paramref name="text"/> holds, until the next one is asked for.</summary>
    /// <exception cref="Dhis2InputException">The file is empty, not whole, no text, or holds something else than lists of objects.</exception>
    public async IAsyncEnumerable<ReadObject> ReadAsync(ObjectText text, ObjectSpool spool, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await WatchAsync(() => _bytes.OpenAsync(cancellationToken)).ConfigureAwait(false);
        var head = await WatchAsync(() => content.PeekAsync(HeadLength, cancellationToken)).ConfigureAwait(false);
        if (head.Count < HeadLength && head.All(IsBlank))
            throw Empty();
        var package = new Package(this, text, spool);
        using var reader = new JsonBatchReader<ReadObject>(new StrictText(content, TextEncoding.Of(head), Name), package, Name, isFile: true);
        while (await WatchAsync(() => reader.ReadBatchAsync(ObjectsAtOnce, cancellationToken).AsTask()).ConfigureAwait(false) is { } batch)
        {
            package.ThrowFault();
            foreach (var item in batch)
                yield return item;
        }
        package.ThrowFault();
        if (reader.IsEmpty || !package.HasContent)
            throw Empty();
    }

    public void Dispose() => _bytes.Dispose();

    // With the marks of encodings, and the zeros of UTF-16.
    private static bool IsBlank(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0 or 0xEF or 0xBB or 0xBF or 0xFE or 0xFF;

    private Dhis2InputException Empty() => Refused("is empty", "Give a file of the form {\"dataElements\":[...]}.");

    private Dhis2InputException Refused(string what, string advice) => new($"{Name} {what}.", advice) { Item = Name };

    // Faults of the disk, and of a packed file that is none or ends early.
    private async Task<T> WatchAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{Name} cannot be read: {e.Message}", "Check that the file is whole. Nothing of it was sent.", e) { Item = Name };
        }
    }

    private sealed class Package(MetadataFile file, ObjectText text, ObjectSpool spool) : JsonEnvelope<ReadObject>
    {
        private string? _list = file._type;
        private long _line;
        private Dhis2InputException? _fault;

        /// <summary>Whether there was anything in it.</summary>
        public bool HasContent { get; private set; }

        public override bool TakesBareArray
        {
            get
            {
                HasContent = true;
                if (file._type is null)
                    _fault ??= file.Refused("is a list, and does not say of which type its objects are", "Give it with -Type, or a file of the form {\"dataElements\":[...]}.");
                return true;
            }
        }

        public void ThrowFault()
        {
            if (_fault is not null)
                throw _fault;
        }

        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth)
        {
            HasContent = true;
            if (kind == JsonTokenType.StartArray)
            {
                _list = name;
                return EnvelopeStep.Items;
            }
            // What exports and lists hold beside their objects.
            if (name is not ("system" or "date" or "pager"))
                _fault ??= file.Refused($"holds '{name}', which is no list of objects: the server would pass over it", "Give a file of the form {\"dataElements\":[...]}; for a single object, put it into such a list.");
            return EnvelopeStep.Read;
        }

        public override void ReadSide(string name, ref Utf8JsonReader reader)
        {
        }

        public override void OnLine(long line) => _line = line;

        public override bool TryReadItem(ref Utf8JsonReader reader, out ReadObject item)
        {
            item = default;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                _fault ??= file.Refused($"holds something else than an object in its list '{_list}' (in line {_line})", "Correct the file there.");
                return reader.TrySkip();
            }
            if (!JsonFeeder.TryFeed(ref reader, text))
                return false;
            item = Kept();
            return true;
        }

        public override bool TryReadPlain(ref PlainJson json, out ReadObject item)
        {
            text.Reset();
            var start = json;
            item = default;
            if (!start.TryOpen('{') || !JsonFeeder.TryFeedPlain(ref json, text))
                return false;
            item = Kept();
            return true;
        }

        private ReadObject Kept()
        {
            var head = text.Take();
            return new ReadObject(_list!, head, _line, _fault is null ? spool.Add(text.Utf8) : 0);
        }
    }
}

/// <summary>An object of a file, whose bytes are in the spool.</summary>
/// <param name="List">The list that it is in, as the file calls its type.</param>
/// <param name="Head">What it is known by.</param>
/// <param name="Line">The line it begins on.</param>
/// <param name="Offset">Where its bytes begin in the spool.</param>
internal readonly record struct ReadObject(string List, ObjectHead Head, long Line, long Offset);
