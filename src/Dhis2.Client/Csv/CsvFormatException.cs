namespace Dhis2.Client.Csv;

/// <summary>A text that is not the CSV it should be, with the line where it breaks.</summary>
public sealed class CsvFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="fault">How the format is broken.</param>
    /// <param name="lineNumber">The physical line, from 1.</param>
    /// <param name="message">What is wrong, in words; it holds none of the text's own values.</param>
    /// <param name="innerException">What was thrown below, if anything.</param>
    public CsvFormatException(CsvFault fault, long lineNumber, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
        LineNumber = lineNumber;
    }

    /// <summary>How the format is broken.</summary>
    public CsvFault Fault { get; }

    /// <summary>The first line of a record whose quotes are wrong, as it is written; null where it has bytes that are no text, or is too long to be shown.</summary>
    public string? Line { get; init; }

    /// <summary>
    /// The lines behind the first one of a record whose quotes are wrong, as UTF-8; null where it has no more. A quote that was opened by mistake takes them into its
    /// record, and they may be records of their own. Bytes that are no text in the encoding of the whole are none in UTF-8.
    /// </summary>
    public ReadOnlyMemory<byte>? LinesBehind { get; init; }

    /// <summary>The physical line, from 1: where the record starts, or where the bytes cannot be decoded.</summary>
    public long LineNumber { get; }
}
