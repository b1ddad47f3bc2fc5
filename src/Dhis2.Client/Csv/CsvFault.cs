namespace Dhis2.Client.Csv;

/// <summary>How a text breaks the format.</summary>
public enum CsvFault
{
    /// <summary>A record has more fields than the header, or fewer than its named columns.</summary>
    FieldCount,

    /// <summary>A quote inside an unquoted field, or text behind a closing quote.</summary>
    BadQuote,

    /// <summary>A quoted field that never closes.</summary>
    UnterminatedQuote,

    /// <summary>A field longer than the reader was allowed to take; most often a forgotten quote.</summary>
    FieldTooLong,

    /// <summary>Two columns of the same name.</summary>
    DuplicateColumn,

    /// <summary>Bytes that are no text in the encoding.</summary>
    UndecodableBytes,

    /// <summary>On writing: a character that the encoding has no bytes for.</summary>
    UnencodableText,
}
