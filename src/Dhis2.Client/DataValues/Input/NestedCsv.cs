using System.Text;
using Dhis2.Client.Csv;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads records, and the lines that a wrong quote took into its record as records of their own: one forgotten quote costs its line, and not all lines up to the next
/// quote or the end of the file.
/// </summary>
/// <param name="whole">Reads the file; it stays open.</param>
/// <param name="format">Opens what reads such lines.</param>
/// <param name="options">How the file is read.</param>
internal sealed class NestedCsv(ICsvReader whole, ICsvFormat format, CsvReadOptions options) : IDisposable
{
    private readonly Stack<ICsvReader> _outer = new();
    private ICsvReader _reader = whole;

    /// <summary>How many fields the record has.</summary>
    public int FieldCount => _reader.FieldCount;

    /// <summary>The line of the file that the record begins on.</summary>
    public long LineNumber => _reader.LineNumber;

    /// <summary>A field of the record.</summary>
    public string this[int field] => _reader[field];

    /// <summary>Moves to the next record; false at the end of the file.</summary>
    /// <exception cref="CsvFormatException">The record is broken.</exception>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!await _reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_outer.Count == 0)
                return false;
            Leave();
        }
        return true;
    }

    /// <summary>Goes on with the lines behind the first one of a broken record.</summary>
    public async Task EnterAsync(CsvFormatException broken, CancellationToken cancellationToken)
    {
        if (broken.LinesBehind is not { } lines)
            return;
        var decoded = new CsvReadOptions
        {
            Delimiter = options.Delimiter,
            Encoding = Encoding.UTF8,
            HasHeader = options.HasHeader,
            ChecksFieldCount = options.ChecksFieldCount,
            MaxFieldLength = options.MaxFieldLength,
            FirstLine = broken.LineNumber + 1,
        };
        var inner = await format.OpenReaderAsync(new MemoryStream(lines.ToArray()), decoded, cancellationToken).ConfigureAwait(false);
        _outer.Push(_reader);
        _reader = inner;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_outer.Count > 0)
            Leave();
    }

    private void Leave()
    {
        _reader.Dispose();
        _reader = _outer.Pop();
    }
}
