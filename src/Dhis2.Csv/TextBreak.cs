namespace Dhis2.Csv;

/// <summary>Why a text ends before its source does.</summary>
internal enum TextBreak
{
    None,
    FieldTooLong,
    SourceFailure,
}
