using System.Text;
using Dhis2.Client.Csv;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Input;

/// <summary>How a file of data values is read.</summary>
public sealed record DataValueFileOptions
{
    /// <summary>The format; null tells it by the first character.</summary>
    public DataValueFormat? Format { get; init; }

    /// <summary>What separates the columns of CSV; null tells it by the header.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Columns that a header of CSV must have.</summary>
    public IReadOnlyList<string> NeededColumns { get; init; } = ["dataElement", "value"];

    /// <summary>The encoding; null goes by the byte order mark, the zeros of UTF-16 or the declaration of XML, else UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Reads CSV.</summary>
    public required Func<ICsvFormat> Csv { get; init; }

    /// <summary>What decides which rows a file holds, as <c>ImportOptions.Meaning</c> is what decides what is done with them.</summary>
    internal QueryParameters Meaning() => new() { { "format", Format?.ToString() }, { "delimiter", Delimiter.ToString() }, { "encoding", Encoding?.WebName } };
}

/// <summary>Formats of files of data values.</summary>
public enum DataValueFormat
{
    /// <summary>Separated by commas, semicolons, tabs or the like; with a header, or the columns in DHIS2's own order.</summary>
    Csv,

    /// <summary>DHIS2's JSON.</summary>
    Json,

    /// <summary>DHIS2's XML (DXF 2), or ADX: the root element tells.</summary>
    Xml,
}
