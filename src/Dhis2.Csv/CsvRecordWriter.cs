using System.Text;
using Dhis2.Client.Csv;

namespace Dhis2.Csv;

/// <summary>
/// Writes records into a strictly encoding buffer. CsvHelper's writer has no part in it: it knows UTF-8 and ASCII delimiters alone.
/// </summary>
internal sealed class CsvRecordWriter : ICsvWriter
{
    private const int BufferSize = 32 * 1024;

    private readonly Stream _target;
    private readonly Encoding _encoding;
    private readonly StreamWriter _text;
    private readonly StringBuilder _record = new();
    private readonly char _delimiter;
    private readonly char[] _special;
    private long _records;

    public CsvRecordWriter(Stream target, CsvWriteOptions options)
    {
        _target = target;
        _encoding = (Encoding)options.Encoding.Clone();
        _encoding.EncoderFallback = EncoderFallback.ExceptionFallback;
        _delimiter = options.Delimiter;
        _special = [options.Delimiter, '"', '\r', '\n'];
        _text = new StreamWriter(target, _encoding, BufferSize, leaveOpen: true);
    }

    public async Task WriteRecordAsync(IReadOnlyList<string?> fields, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckEncodable(fields);
        _record.Clear();
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i] ?? "";
            // A lone empty field would be a blank line, which readers pass over.
            Append(field, i > 0, NeedsQuotes(field) || (fields.Count == 1 && field.Length == 0));
        }

        await _text.WriteAsync(_record.Append("\r\n").ToString()).ConfigureAwait(false);
        _records++;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
#if NET
        await _text.FlushAsync(cancellationToken).ConfigureAwait(false);
#else
        await _text.FlushAsync().ConfigureAwait(false);
#endif
        await _target.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _text.Dispose();

    private void Append(string field, bool isDelimited, bool isQuoted)
    {
        if (isDelimited)
        {
            _record.Append(_delimiter);
        }

        if (isQuoted)
        {
            field = $"\"{field.Replace("\"", "\"\"")}\"";
        }

        _record.Append(field);
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
            throw CsvErrors.Unencodable(_records + 1, exception);
        }
    }
}
