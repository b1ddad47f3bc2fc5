using System.Text;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Import;

/// <summary>What a server says of one metadata import: its WebMessage, or the bare summary of a job (server: <c>ImportReport</c>).</summary>
internal sealed class MetadataAnswer
{
    private const int LongestText = 300;

    public required int HttpStatus { get; init; }

    /// <summary>OK, WARNING or ERROR; null where there is no report.</summary>
    public string? Status { get; init; }

    /// <summary>The server's own words, without a report or beside it.</summary>
    public required string Message { get; init; }

    /// <summary>Whether it is DHIS2's own, and not a page of a proxy that cannot know what the server did.</summary>
    public bool IsOfServer { get; init; }

    public bool HasReport => Status is not null;

    public long Created { get; init; }

    public long Updated { get; init; }

    public long Deleted { get; init; }

    /// <summary>Objects made, replaced or deleted. Of the other numbers, those of refused objects count some of them twice.</summary>
    public long Stored => Created + Updated + Deleted;

    public IReadOnlyList<TypeReport> Types { get; init; } = [];

    /// <summary>Reads an answer.</summary>
    public static MetadataAnswer Read(int httpStatus, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory().WithoutBom());
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Read(httpStatus, document.RootElement);
        }
        catch (JsonException)
        {
            // Told as it is.
        }
        var text = Encoding.UTF8.GetString(body).Trim();
        return new MetadataAnswer { HttpStatus = httpStatus, Message = $"HTTP {httpStatus}: {(text.Length > LongestText ? text.Substring(0, LongestText) : text)}" };
    }

    /// <summary>Reads an answer, or what a job left.</summary>
    public static MetadataAnswer Read(int httpStatus, JsonElement root)
    {
        var report = root.Child("response") ?? root;
        var stats = report.Child("stats");
        return new MetadataAnswer
        {
            HttpStatus = httpStatus,
            IsOfServer = root.Text("status") is not null,
            Status = stats is null ? null : report.Text("status") ?? root.Text("status"),
            Message = FirstLine(root.Text("message")) ?? $"HTTP {httpStatus}",
            Created = stats?.Number("created") ?? 0,
            Updated = stats?.Number("updated") ?? 0,
            Deleted = stats?.Number("deleted") ?? 0,
            Types = [.. report.Items("typeReports").Select(Type)],
        };
    }

    // What Jackson appends of its own innards says nothing to a user.
    private static string? FirstLine(string? message) => message?.Split('\n')[0].Trim();

    private static TypeReport Type(JsonElement type)
    {
        var stats = type.Child("stats");
        return new TypeReport(
            Short(type.Text("klass")),
            stats?.Number("created") ?? 0,
            stats?.Number("updated") ?? 0,
            stats?.Number("deleted") ?? 0,
            [.. type.Items("objectReports").Select(Object)]);
    }

    private static ObjectReport Object(JsonElement report) => new(
        Short(report.Text("klass")),
        report.Number("index"),
        report.Text("uid"),
        [.. report.Items("errorReports").Select(error => new MetadataFault(error.Text("message") ?? error.Text("errorCode") ?? "The server gives no reason.", error.Text("errorCode"), error.Text("errorProperty")))]);

    private static string Short(string? klass) => klass is null ? "" : klass.Substring(klass.LastIndexOf('.') + 1);

    /// <summary>What became of the objects of a class.</summary>
    internal sealed record TypeReport(string Class, long Created, long Updated, long Deleted, IReadOnlyList<ObjectReport> Objects);

    /// <summary>What a server says of one object. Its index is wrong where it was refused for what is stored already (E5000), or is still in use (E4030).</summary>
    internal sealed record ObjectReport(string Class, long? Index, string? Uid, IReadOnlyList<MetadataFault> Faults);
}
