using Dhis2.Client.Csv;

namespace Dhis2.Csv;

/// <summary>Puts the faults into words. None quotes a value: those may be a patient's.</summary>
internal static class CsvErrors
{
    public static CsvFormatException FieldCount(long line, int found, int expected) =>
        new(CsvFault.FieldCount, line, $"Line {line} has {found} fields where {expected} are due.");

    public static CsvFormatException BadQuote(long line, string? text, ReadOnlyMemory<byte>? linesBehind) =>
        new(CsvFault.BadQuote, line, $"Line {line} has a quote in the wrong place: a field with quotes in it must be quoted, and each quote in it doubled.") { Line = text, LinesBehind = linesBehind };

    public static CsvFormatException Unterminated(long line, string? text, ReadOnlyMemory<byte>? linesBehind) =>
        new(CsvFault.UnterminatedQuote, line, $"The record that starts on line {line} has a quote that is never closed.") { Line = text, LinesBehind = linesBehind };

    public static CsvFormatException TooLong(long line, int limit, string? text = null) =>
        new(CsvFault.FieldTooLong, line, $"A field in the record that starts on line {line} is longer than {limit} characters; a closing quote may be missing.") { Line = text };

    public static CsvFormatException DuplicateColumn(long line, string first, int firstColumn, string second, int secondColumn) =>
        new(CsvFault.DuplicateColumn, line, $"Two columns have one name: '{first}' (column {firstColumn}) and '{second}' (column {secondColumn}).");

    public static CsvFormatException Undecodable(long line) =>
        new(CsvFault.UndecodableBytes, line, $"Line {line} has bytes that are no text in the encoding it is read with.");

    public static CsvFormatException Unencodable(long line, Exception innerException) =>
        new(CsvFault.UnencodableText, line, $"Record {line} has a character that the encoding it is written in does not know.", innerException);
}
