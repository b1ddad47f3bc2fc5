using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dhis2.Client.DataValues.Csv;

namespace Dhis2.Csv;

/// <summary>Reads records with CsvHelper's parser, and is stricter than it: every fault is told, with its line.</summary>
internal sealed class CsvRecordReader : ICsvReader
{
    private readonly StrictTextReader _text;
    private readonly CsvParser _parser;
    private readonly char _delimiter;
    private readonly bool _hasHeader;
    private readonly int _maxFieldLength;
    private int _expectedFields = -1;
    private long _lastLine;
    private bool _isBad;

    public CsvRecordReader(StrictTextReader text, CsvReadOptions options)
    {
        _text = text;
        _delimiter = options.Delimiter;
        _hasHeader = options.HasHeader;
        _maxFieldLength = options.MaxFieldLength;
        _parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = options.Delimiter.ToString(),
            BufferSize = 32 * 1024,
            MaxFieldSize = options.MaxFieldLength,
            BadDataFound = _ => _isBad = true,
        });
    }

    public IReadOnlyList<string> Header { get; private set; } = [];

    public int FieldCount => _parser.Count;

    public long LineNumber { get; private set; }

    public string this[int field] => (uint)field < (uint)_parser.Count
        ? _parser[field]
        : throw new ArgumentOutOfRangeException(nameof(field));

    public async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (!_hasHeader || !await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        Header = _parser.Record ?? [];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Header)
        {
            // Nameless columns are a spreadsheet's leftovers, and no one asks for them.
            if (name.Length > 0 && !seen.Add(name))
            {
                throw Faults.DuplicateColumn(LineNumber, name);
            }
        }
    }

    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _text.CancellationToken = cancellationToken;
        bool found;
        try
        {
            found = await _parser.ReadAsync().ConfigureAwait(false);
        }
        catch (DecoderFallbackException)
        {
            throw Faults.Undecodable(_parser.RawRow);
        }
        catch (MaxFieldSizeException)
        {
            throw Faults.TooLong(_lastLine + 1, _maxFieldLength);
        }

        if (!found)
        {
            return false;
        }

        PlaceRecord();
        CheckRecord();
        return true;
    }

    public void Dispose() => _parser.Dispose();

    private void PlaceRecord()
    {
        long last = _parser.RawRow;
        // The parser knows the last line of a record; only one that follows blank lines or spans lines takes a closer look.
        LineNumber = last == _lastLine + 1 ? last : last - RawText.InnerLineBreaks(_parser.RawRecord, _delimiter);
        _lastLine = last;
    }

    private void CheckRecord()
    {
        // The parser lets an open quote pass at the end of the text where the last character happens to be a quote.
        if (_text.SawQuote && _text.AtEnd && RawText.EndsInQuotes(_parser.RawRecord, _delimiter))
        {
            throw Faults.Unterminated(LineNumber);
        }

        if (_text.SawQuote && HasBadField())
        {
            throw Faults.BadQuote(LineNumber);
        }

        if (_expectedFields < 0)
        {
            _expectedFields = _parser.Count;
        }
        else if (_parser.Count != _expectedFields)
        {
            throw Faults.FieldCount(LineNumber, _parser.Count, _expectedFields);
        }
    }

    /// <summary>The parser finds a bad field only as it makes its string.</summary>
    private bool HasBadField()
    {
        _isBad = false;
        for (var i = 0; i < _parser.Count; i++)
        {
            _ = _parser[i];
        }

        return _isBad;
    }
}
