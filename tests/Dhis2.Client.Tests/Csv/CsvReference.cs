using System.Text;
using Dhis2.Client.Csv;

namespace Dhis2.Client.Tests.Csv;

/// <summary>Reads a text whole and character by character, as plainly as the format can be put into code.</summary>
internal sealed class CsvReference(string text, char delimiter)
{
    private int _at;
    private int _line = 1;
    private CsvFault? _fault;

    /// <summary>Every record with the line it starts on, as <c>line:field|field</c>, or <c>line!fault</c> where it is bad.</summary>
    public List<string> Read()
    {
        var records = new List<string>();
        var expected = -1;
        while (_at < text.Length)
        {
            var line = _line;
            if (TakeLineBreak())
            {
                continue;
            }

            var fields = ReadRecord();
            expected = expected < 0 && _fault is null ? fields.Count : expected;
            _fault ??= fields.Count == expected ? null : CsvFault.FieldCount;
            records.Add(_fault is null ? $"{line}:{string.Join('|', fields)}" : $"{line}!{_fault}");
        }

        return records;
    }

    private List<string> ReadRecord()
    {
        var fields = new List<string>();
        _fault = null;
        do
        {
            fields.Add(ReadField());
        }
        while (Take(delimiter));
        TakeLineBreak();
        return fields;
    }

    private string ReadField()
    {
        var field = new StringBuilder();
        var isQuoted = Take('"');
        while (isQuoted && !TakeClosingQuote())
        {
            if (_at == text.Length)
            {
                _fault = CsvFault.UnterminatedQuote;
                return field.ToString();
            }

            var start = _at;
            if (!TakeLineBreak())
            {
                _at += text[_at] == '"' ? 2 : 1;
            }

            field.Append(text[start] == '"' ? "\"" : text[start.._at]);
        }

        while (_at < text.Length && text[_at] != delimiter && text[_at] is not ('\r' or '\n'))
        {
            _fault ??= isQuoted || text[_at] == '"' ? CsvFault.BadQuote : null;
            field.Append(text[_at++]);
        }

        return field.ToString();
    }

    private bool TakeClosingQuote() => (_at + 1 == text.Length || (_at + 1 < text.Length && text[_at + 1] != '"')) && Take('"');

    private bool TakeLineBreak()
    {
        var isCarriageReturn = Take('\r');
        if (!Take('\n') && !isCarriageReturn)
        {
            return false;
        }

        _line++;
        return true;
    }

    private bool Take(char character)
    {
        var isThere = _at < text.Length && text[_at] == character;
        _at += isThere ? 1 : 0;
        return isThere;
    }
}
