using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Json;

/// <summary>
/// Reads the items of a JSON answer or file as they arrive, a batch at a time, through one growing buffer: nothing is held but the bytes of the item at hand.
/// </summary>
internal sealed class JsonBatchReader<T> : IDisposable
{
    // After so many items in a row that PlainJson could not read it is not tried any more: a file with blanks has them everywhere.
    private const int MostNotPlain = 8;
    private static readonly string[] s_ends = [" LineNumber:", " which is not supported in this mode"];
    private static readonly TimeSpan s_waitLimit = TimeSpan.FromMilliseconds(20);

    // Thrown when the items before it have been given out.
    private Dhis2Exception? _fault;

    private readonly JsonBuffer _buffer;
    private readonly JsonEnvelope<T> _envelope;
    private readonly string _source;
    private readonly LineCounter? _lines;
    private JsonReaderState _state;
    private Place _place = Place.Envelope;
    private string? _property;
    private bool _isBehindItem;
    private int _notPlain;
    private bool _isPartial;
    private JsonReaderState _partState;
    private int _partLength;
    private int _partDepth;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The answer of a server, or a user's file.</param>
    /// <param name="envelope">What stands round the items.</param>
    /// <param name="source">The request, or the path of the file.</param>
    /// <param name="isFile">Whether it is a file: then items know their lines, and a fault is told as one of the file.</param>
    public JsonBatchReader(Stream stream, JsonEnvelope<T> envelope, string source, bool isFile = false)
    {
        _buffer = new JsonBuffer(stream);
        _envelope = envelope;
        _source = source;
        _lines = isFile ? new LineCounter() : null;
    }

    private enum Place
    {
        Envelope,
        Items,
        Done,
    }

    /// <summary>Whether a single byte has come: some servers answer 200 with nothing at all.</summary>
    public bool IsEmpty => _buffer.IsEmpty;

    /// <summary>Whether the items' array was met.</summary>
    public bool SawItems { get; private set; }

    /// <summary>The next items: at most <paramref name="max"/>, fewer when the next bytes keep one waiting; null at the end.</summary>
    public async ValueTask<List<T>?> ReadBatchAsync(int max, CancellationToken cancellationToken)
    {
        if (_fault is not null)
            throw _fault;
        var batch = new List<T>(Math.Min(max, 1024));
        Task? waitLimit = null;
        while (true)
        {
            Parse(batch, max);
            if (batch.Count >= max || _fault is not null)
                return batch;
            if (_place == Place.Done || (_buffer.IsFinal && _buffer.IsEmpty))
                return batch.Count > 0 ? batch : null;
            // Bytes that arrived without waiting are parsed before anything is waited for.
            if (_buffer.TryFill(cancellationToken))
                continue;
            // Without this wait, bytes that trickle in would make many batches of a few items each.
            if (batch.Count > 0)
                waitLimit ??= Task.Delay(s_waitLimit, cancellationToken);
            if (!await _buffer.WaitAsync(waitLimit).ConfigureAwait(false))
                return batch;
        }
    }

    /// <summary>All items.</summary>
    public async Task<List<T>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var items = new List<T>();
        while (await ReadBatchAsync(int.MaxValue, cancellationToken).ConfigureAwait(false) is { } batch)
        {
            if (items.Count == 0)
                items = batch;
            else
                items.AddRange(batch);
        }
        return items;
    }

    public void Dispose() => _buffer.Dispose();

    private void Parse(List<T> batch, int max)
    {
        if (!_buffer.TrySkipBom())
            return;
        var bytes = _buffer.Span;
        if (bytes.Length == 0 && (!_buffer.IsFinal || IsEmpty))
            return;
        if (_isPartial && !IsWhole(bytes))
            return;
        var consumed = 0;
        var reader = default(Utf8JsonReader);
        try
        {
            while (batch.Count < max && _place != Place.Done)
            {
                consumed = TakePlainItems(bytes, consumed, batch, max);
                if (batch.Count == max)
                    break;
                reader = new Utf8JsonReader(bytes.Slice(consumed), _buffer.IsFinal, _state);
                if (!TryStep(ref reader, bytes, consumed, batch))
                    break;
                _state = reader.CurrentState;
                consumed += (int)reader.BytesConsumed;
            }
        }
        // InvalidOperationException: a value of another type than expected. DecoderFallbackException: text that is not UTF-8.
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            _fault = Fault(e, bytes, consumed + (int)reader.BytesConsumed);
            if (batch.Count == 0)
                throw _fault;
            return;
        }
        _lines?.Consume(bytes.Slice(0, consumed));
        _buffer.Advance(consumed);
    }

    // Scans for the end of an item whose bytes have not all arrived, from where the last scan stopped. The item is parsed only when it is complete:
    // parsing a large item again with each piece that arrives would take quadratic time.
    private bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Slice(_partLength), _buffer.IsFinal, _partState);
            while (reader.Read())
            {
                if (_partDepth < 0)
                    _partDepth = reader.CurrentDepth;
                if (reader.CurrentDepth == _partDepth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName))
                {
                    _isPartial = false;
                    return true;
                }
            }
            _partLength += (int)reader.BytesConsumed;
            _partState = reader.CurrentState;
        }
        catch (JsonException)
        {
            // Parsing the item reports the error with its place.
            _isPartial = false;
        }
        return !_isPartial || _buffer.IsFinal;
    }

    // The value that begins at the saved state of the reader has not arrived completely.
    private bool AwaitEnd()
    {
        (_isPartial, _partState, _partLength, _partDepth) = (true, _state, 0, -1);
        return false;
    }

    // Reads items with PlainJson, each with the comma before it. The state of Utf8JsonReader is the same after each of them, so it need not be updated.
    [MethodImpl(HotPath.Compiled)]
    private int TakePlainItems(ReadOnlySpan<byte> bytes, int start, List<T> batch, int max)
    {
        while (_isBehindItem && _notPlain < MostNotPlain && batch.Count < max)
        {
            var json = new PlainJson(bytes, start);
            if (!json.TryTake(','))
                break;
            if (_lines is not null)
                _envelope.OnLine(_lines.LineAt(bytes, json.Position));
            if (!_envelope.TryReadPlain(ref json, out var item))
                break;
            batch.Add(item);
            start = json.Position;
            _notPlain = 0;
        }
        return start;
    }

    // The parser's message without its position, which counts from the start of the buffer and not of the answer, and without advice to programmers.
    private static string Reason(Exception e)
    {
        var end = s_ends.Select(text => e.Message.IndexOf(text, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(e.Message.Length).Min();
        return e.Message.Substring(0, end).TrimEnd('.');
    }

    private Dhis2Exception Fault(Exception e, ReadOnlySpan<byte> bytes, int position) =>
        _lines is null
            ? JsonErrors.Invalid(_source, e, string.Format(CultureInfo.InvariantCulture, "{0} (at byte {1:N0})", Reason(e), _buffer.Passed + position))
            : JsonErrors.InvalidFile(_source, _lines.LineAt(bytes, position), Reason(e), e);

    private bool TryStep(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int start, List<T> batch) =>
        _place == Place.Items ? TryItem(ref reader, bytes, start, batch) : TryEnvelope(ref reader);

    private bool TryItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, int start, List<T> batch)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.Envelope;
            _isBehindItem = false;
            return true;
        }
        if (_lines is not null)
            _envelope.OnLine(_lines.LineAt(bytes, start + (int)reader.TokenStartIndex));
        if (!_envelope.TryReadItem(ref reader, out var item))
            return AwaitEnd();
        batch.Add(item);
        // Counts complete items that PlainJson could not read; an item that has not arrived completely says nothing about that.
        _notPlain += _isBehindItem ? 1 : 0;
        _isBehindItem = true;
        return true;
    }

    private bool TryEnvelope(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            // Only the end of the bytes ends it: a second object after the first would be lost silently otherwise.
            if (_buffer.IsFinal)
                _place = Place.Done;
            return false;
        }
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                return TryProperty(ref reader);
            case JsonTokenType.StartObject or JsonTokenType.EndObject:
                return true;
            case JsonTokenType.StartArray when _envelope.TakesBareArray:
                _place = Place.Items;
                SawItems = true;
                return true;
            default:
                throw new JsonException($"an object was expected, and not '{reader.TokenType}'");
        }
    }

    private bool TryProperty(ref Utf8JsonReader reader)
    {
        // The same few names come with every page: their strings are reused.
        if (_property is null || !reader.ValueTextEquals(_property))
            _property = reader.GetString()!;
        var depth = reader.CurrentDepth;
        if (!reader.Read())
            return false;
        switch (_envelope.Classify(_property, reader.TokenType, depth))
        {
            case EnvelopeStep.Items when reader.TokenType == JsonTokenType.StartArray:
                _place = Place.Items;
                SawItems = true;
                return true;
            case EnvelopeStep.Enter when reader.TokenType == JsonTokenType.StartObject:
                return true;
            default:
                var probe = reader;
                if (!probe.TrySkip())
                    return AwaitEnd();
                var side = reader;
                _envelope.ReadSide(_property, ref side);
                reader = probe;
                return true;
        }
    }
}
