namespace Dhis2.PowerShell.Conversion;

/// <summary>Media types by the short names that DHIS2 people use, and by the names of files.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Bytes = "application/octet-stream";

    private static readonly Dictionary<string, string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["adx"] = "application/adx+xml",
        ["csv"] = "application/csv",
        ["geojson"] = "application/geo+json",
        ["gif"] = "image/gif",
        ["html"] = "text/html",
        ["jpg"] = "image/jpeg",
        ["json"] = Json,
        ["pdf"] = "application/pdf",
        ["png"] = "image/png",
        ["svg"] = "image/svg+xml",
        ["text"] = "text/plain",
        ["xls"] = "application/vnd.ms-excel",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["xml"] = "application/xml",
        ["zip"] = "application/zip",
    };

    /// <summary>The short names there are.</summary>
    public static IEnumerable<string> ShortNames => s_known.Keys;

    /// <summary>A media type as it is, or the one of a short name.</summary>
    public static string Of(string format) => s_known.TryGetValue(format, out var type) ? type : format;

    /// <summary>The type of a file by its name.</summary>
    public static string OfFile(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant() switch
    {
        "txt" => "text/plain",
        "htm" => "text/html",
        "jpeg" => "image/jpeg",
        var extension => s_known.TryGetValue(extension, out var type) ? type : Bytes,
    };
}
