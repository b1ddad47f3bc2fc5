using System.Text;
using Dhis2.Client.Csv;

namespace Dhis2.Client.DataValues.Input;

/// <summary>How a file of data values is read.</summary>
public sealed record DataValueFileOptions
{
    /// <summary>The format; null tells it by the file's name, and then by its first character.</summary>
    public DataValueFormat? Format { get; init; }

    /// <summary>What separates the columns of CSV.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Encoding of CSV; null goes by the byte order mark, else UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The id schemes the rows are imported with: a file that says otherwise is refused.</summary>
    public IdSchemes Schemes { get; init; } = new();

    /// <summary>Reads CSV.</summary>
    public required Func<ICsvFormat> Csv { get; init; }
}

/// <summary>Formats of files of data values.</summary>
public enum DataValueFormat
{
    /// <summary>Comma-separated, with a header.</summary>
    Csv,

    /// <summary>DHIS2's JSON.</summary>
    Json,

    /// <summary>DHIS2's XML (DXF 2).</summary>
    Xml,
}
