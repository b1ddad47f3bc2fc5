using System.Text;
using CsvHelper;
using Dhis2.Client.Csv;
using CsvFormatException = Dhis2.Client.Csv.CsvFormatException;

namespace Dhis2.Csv;

/// <summary>Reads records with CsvHelper's reader, and is stricter than it: every fault is told, with its line.</summary>
internal sealed class CsvRecordReader : ICsvReader
{
    // The parser splits at ASCII alone: another delimiter changes places with this one, in the text and back in the fields.
    private const char AsciiStandIn = '\u001F';

    // Longer lines are no rows that somebody would correct by hand.
    private const int LongestShownLine = 64 * 1024;

    private readonly char _separator;
    private readonly CharacterSwap? _swap;
    private readonly int _maxFieldLength;
    private readonly bool _checksFieldCount;
    private readonly StrictUtf8Stream _text;
    private CsvReader _csv;
    private long _linesBefore;
    private int _expectedFields = -1;
    private int _leastFields;
    private string? _malformedRecord;

    private CsvRecordReader(Stream source, CsvReadOptions options)
    {
        var isAscii = options.Delimiter <= '\u007F';
        _separator = isAscii ? options.Delimiter : AsciiStandIn;
        _swap = isAscii ? null : new CharacterSwap(options.Delimiter, AsciiStandIn);
        _maxFieldLength = options.MaxFieldLength > 0 ? options.MaxFieldLength : int.MaxValue;
        _checksFieldCount = options.ChecksFieldCount;
        _linesBefore = options.FirstLine - 1;
        _text = new StrictUtf8Stream(source, options.Encoding, _swap, new FieldScanner(_separator), _maxFieldLength);
        _csv = OpenParser();
    }

    public IReadOnlyList<string> Header { get; private set; } = [];

    public int FieldCount => _csv.FieldCount;

    public long LineNumber { get; private set; }

    public string this[int field]
    {
        get
        {
            if ((uint)field >= (uint)_csv.FieldCount)
            {
                throw new ArgumentOutOfRangeException(nameof(field));
            }

            var value = _csv.GetString(field);
            return _swap is null ? value : _swap.Apply(value);
        }
    }

    public static async Task<CsvRecordReader> OpenAsync(Stream source, CsvReadOptions options, CancellationToken cancellationToken)
    {
        var reader = new CsvRecordReader(source, options);
        try
        {
            if (options.HasHeader && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                reader.TakeHeader();
            }

            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _malformedRecord = null;
        if (await _csv.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            LineNumber = _linesBefore + _csv.LineNumber;
            CheckRecord();
            return true;
        }

        // There is no going on behind a failure: whoever tries all the same must not take it for the end of the text.
        if (_text.Break == TextBreak.SourceFailure)
        {
            _text.SourceFailure!.Throw();
        }

        return false;
    }

    public void Dispose() => _csv.Dispose();

    private CsvReader OpenParser() => CsvReader.Create(_text, new CsvReaderOptions
    {
        Separator = _separator,
        HasHeader = false,
        TrackLineNumbers = true,
        // Most rows of a batch say the same ids, and are in memory together.
        PoolStrings = true,
        OnMalformedRecord = record => _malformedRecord = record.RawRecord,
    });

    private void TakeHeader()
    {
        Header = [.. Enumerable.Range(0, FieldCount).Select(i => this[i])];
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Header.Count; i++)
        {
            // Nameless columns are a spreadsheet's leftovers: there may be several, and records may end before the last of them.
            if (string.IsNullOrWhiteSpace(Header[i]))
            {
                continue;
            }

            if (seen.TryGetValue(Header[i], out var first))
            {
                throw CsvErrors.DuplicateColumn(LineNumber, Header[first], first + 1, Header[i], i + 1);
            }

            seen.Add(Header[i], i);
            _leastFields = i + 1;
        }
    }

    private void CheckRecord()
    {
        var record = _csv.RawRecord;
        var isBroken = record.Length > 0 && record[record.Length - 1] == StrictUtf8Stream.BreakMark;
        // The text itself watches the length of the field that it breaks off in.
        if (record.Length > _maxFieldLength && HasLongField(isBroken ? FieldCount - 1 : FieldCount))
        {
            throw CsvErrors.TooLong(LineNumber, _maxFieldLength);
        }

        if (isBroken)
        {
            throw BreakFault(record.Slice(0, record.Length - 1));
        }

        if (_malformedRecord is not null)
        {
            var (line, behind) = (FirstLine(record), LinesBehind(record));
            throw EndsInQuotes(_malformedRecord) ? CsvErrors.Unterminated(LineNumber, line, behind) : CsvErrors.BadQuote(LineNumber, line, behind);
        }

        if (record.IndexOf(StrictUtf8Stream.UndecodableMark) is >= 0 and var mark)
        {
            throw CsvErrors.Undecodable(LineNumber + LineBreaks(record.Slice(0, mark)));
        }

        if (_expectedFields < 0)
        {
            _expectedFields = FieldCount;
            _leastFields = FieldCount;
        }
        else if (_checksFieldCount && (FieldCount > _expectedFields || FieldCount < _leastFields))
        {
            throw CsvErrors.FieldCount(LineNumber, FieldCount, _expectedFields);
        }
    }

    private CsvFormatException BreakFault(ReadOnlySpan<byte> record)
    {
        if (_text.Break == TextBreak.SourceFailure)
        {
            _text.SourceFailure!.Throw();
        }

        var fault = CsvErrors.TooLong(LineNumber, _maxFieldLength, FirstLine(record));
        _text.GoOn(record, new FieldScanner(_separator));
        _linesBefore = LineNumber - 1;
        _csv.Dispose();
        _csv = OpenParser();
        return fault;
    }

    private bool HasLongField(int fields)
    {
        for (var i = 0; i < fields; i++)
        {
            var field = _csv.GetRawSpan(i);
            if (field.Length > _maxFieldLength && Encoding.UTF8.GetCharCount(field.ToArray()) > _maxFieldLength)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parser names the first fault of a record alone; an open quote behind it says that the record has no end.</summary>
    private bool EndsInQuotes(string record)
    {
        var scanner = new FieldScanner(_separator);
        scanner.Read(record.AsSpan());
        return scanner.InQuotes;
    }

    private string? FirstLine(ReadOnlySpan<byte> record)
    {
        var end = record.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? record : record.Slice(0, end);
        return line.Length > LongestShownLine || line.IndexOf(StrictUtf8Stream.UndecodableMark) >= 0 ? null : Encoding.UTF8.GetString(AsWritten(line));
    }

    private ReadOnlyMemory<byte>? LinesBehind(ReadOnlySpan<byte> record)
    {
        var end = record.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
        {
            return null;
        }

        var next = end + (record[end] == '\r' && end + 1 < record.Length && record[end + 1] == '\n' ? 2 : 1);
        return next == record.Length ? null : (ReadOnlyMemory<byte>?)AsWritten(record.Slice(next));
    }

    // Marks of undecodable bytes stay.
    private byte[] AsWritten(ReadOnlySpan<byte> text)
    {
        if (_swap is null)
        {
            return text.ToArray();
        }

        var written = new List<byte>(text.Length);
        for (var mark = text.IndexOf(StrictUtf8Stream.UndecodableMark); ; mark = text.IndexOf(StrictUtf8Stream.UndecodableMark))
        {
            written.AddRange(Encoding.UTF8.GetBytes(_swap.Apply(Encoding.UTF8.GetString((mark < 0 ? text : text.Slice(0, mark)).ToArray()))));
            if (mark < 0)
            {
                return [.. written];
            }

            written.Add(StrictUtf8Stream.UndecodableMark);
            text = text.Slice(mark + 1);
        }
    }

    private static int LineBreaks(ReadOnlySpan<byte> text)
    {
        var breaks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            breaks += text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) ? 1 : 0;
        }

        return breaks;
    }
}
