using System.Text;

namespace Dhis2.Client.Csv;

/// <summary>The dialect of a text to write.</summary>
public sealed class CsvWriteOptions
{
    /// <summary>What stands between two fields; a comma unless told.</summary>
    public char Delimiter { get; set; } = ',';

    /// <summary>
    /// The encoding; UTF-8 without a byte order mark unless told. An encoding with a preamble writes it at the start of the stream.
    /// </summary>
    public Encoding Encoding { get; set; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}
