using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues;

/// <summary>Formats in which servers export data values.</summary>
public enum DataValueExportFormat
{
    /// <summary>DHIS2's JSON.</summary>
    Json,

    /// <summary>DHIS2's XML (DXF 2).</summary>
    Xml,

    /// <summary>Comma-separated, with a header.</summary>
    Csv,

    /// <summary>ADX, the XML of IHE's profile for aggregate data.</summary>
    Adx,
}

/// <summary>What a file of exported data values is, by its name.</summary>
/// <param name="Format">The format.</param>
/// <param name="IsPacked">Whether it is packed with gzip.</param>
public sealed record DataValueExportFile(DataValueExportFormat Format, bool IsPacked)
{
    private const string Packed = ".gz";

    // The longer ones first: .adx.xml is no plain XML.
    private static readonly (string Ending, DataValueExportFormat Format)[] s_endings =
    [
        (".adx.xml", DataValueExportFormat.Adx), (".adx", DataValueExportFormat.Adx), (".json", DataValueExportFormat.Json), (".xml", DataValueExportFormat.Xml), (".csv", DataValueExportFormat.Csv),
    ];

    /// <summary>Tells the format by the ending of a name, unless it is given.</summary>
    /// <exception cref="Dhis2InputException">It cannot be told.</exception>
    public static DataValueExportFile Of(string path, DataValueExportFormat? format)
    {
        var isPacked = path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase);
        var name = isPacked ? path.Substring(0, path.Length - Packed.Length) : path;
        var ending = Array.FindIndex(s_endings, e => name.EndsWith(e.Ending, StringComparison.OrdinalIgnoreCase));
        if (format is null && ending < 0)
        {
            throw new Dhis2InputException(
                $"The format of {path} cannot be told by its name.", "Use a name that ends in .json, .csv, .xml or .adx, each also with .gz, or say -Format Json, Csv, Xml or Adx.")
            { Item = path };
        }
        return new DataValueExportFile(format ?? s_endings[ending].Format, isPacked);
    }

    /// <summary>The request whose answer is such a file. Format and packing stand in the query, which every version heeds: 2.43 pays no regard to Accept, and before it no suffix gives ADX.</summary>
    internal Dhis2Request Request(DataValueQuery query)
    {
        var request = new Dhis2Request("dataValueSets");
        query.AddTo(request.Query);
        request.Query.Add("format", Format switch
        {
            DataValueExportFormat.Json => "json",
            DataValueExportFormat.Xml => "xml",
            DataValueExportFormat.Csv => "csv",
            _ => "adx+xml",
        });
        request.Query.Add("compression", IsPacked ? "gzip" : null);
        return request;
    }
}
