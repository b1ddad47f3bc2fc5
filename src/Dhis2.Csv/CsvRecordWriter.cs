using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dhis2.Client.DataValues.Csv;

namespace Dhis2.Csv;

/// <summary>Writes records with CsvHelper's writer into a strictly encoding buffer.</summary>
internal sealed class CsvRecordWriter : ICsvWriter
{
    private const int BufferSize = 32 * 1024;

    private readonly Stream _target;
    private readonly Encoding _encoding;
    private readonly StreamWriter _text;
    private readonly CsvWriter _csv;
    private readonly char[] _special;
    private long _records;

    public CsvRecordWriter(Stream target, CsvWriteOptions options)
    {
        _target = target;
        _encoding = (Encoding)options.Encoding.Clone();
        _encoding.EncoderFallback = EncoderFallback.ExceptionFallback;
        _special = [options.Delimiter, '"', '\r', '\n'];
        _text = new StreamWriter(target, _encoding, BufferSize, leaveOpen: true);
        _csv = new CsvWriter(_text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = options.Delimiter.ToString(),
            NewLine = "\r\n",
            ShouldQuote = _ => false,
        });
    }

    public async Task WriteRecordAsync(IReadOnlyList<string?> fields, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckEncodable(fields);
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i] ?? "";
            // A lone empty field would be a blank line, which readers pass over.
            _csv.WriteField(field, NeedsQuotes(field) || (fields.Count == 1 && field.Length == 0));
        }

        await _csv.NextRecordAsync().ConfigureAwait(false);
        _records++;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _csv.FlushAsync().ConfigureAwait(false);
        await _target.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    /// <summary>Outer spaces are quoted too: spreadsheets trim them otherwise.</summary>
    private bool NeedsQuotes(string field) =>
        field.Length > 0 && (field[0] == ' ' || field[field.Length - 1] == ' ' || field.AsSpan().IndexOfAny(_special) >= 0);

    private void CheckEncodable(IReadOnlyList<string?> fields)
    {
        try
        {
            for (var i = 0; i < fields.Count; i++)
            {
                _ = _encoding.GetByteCount(fields[i] ?? "");
            }
        }
        catch (EncoderFallbackException exception)
        {
            throw Faults.Unencodable(_records + 1, exception);
        }
    }
}
