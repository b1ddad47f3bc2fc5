using System.Text;

namespace Dhis2.Client.Csv;

/// <summary>The dialect of a text to read.</summary>
public sealed class CsvReadOptions
{
    /// <summary>What stands between two fields; a comma unless told.</summary>
    public char Delimiter { get; set; } = ',';

    /// <summary>
    /// The encoding, read strictly: bytes that it cannot decode are a fault. Null takes the byte order mark's word, and UTF-8 where there is none.
    /// A byte order mark of this encoding is passed over.
    /// </summary>
    public Encoding? Encoding { get; set; }

    /// <summary>Whether the first record names the columns.</summary>
    public bool HasHeader { get; set; } = true;

    /// <summary>Whether a record with more fields than the first, or with fewer than it names, is a fault. Without this check whoever reads looks at the number of fields.</summary>
    public bool ChecksFieldCount { get; set; } = true;

    /// <summary>The number of the first line: more than 1 where the text is a part of another one.</summary>
    public long FirstLine { get; set; } = 1;

    /// <summary>
    /// The longest field in characters. It keeps a forgotten quote from drawing the rest of a large file into memory.
    /// </summary>
    public int MaxFieldLength { get; set; } = 1_000_000;
}
