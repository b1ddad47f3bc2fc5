using System.Text.Json;
using Dhis2.Client.Imports;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Import;

/// <summary>What the server says of one request of rows, read off a WebMessage or off the bare summary of a task.</summary>
internal sealed class ImportAnswer
{
    private static readonly string[] s_counts = ["imported", "updated", "ignored", "deleted"];
    private static readonly string[] s_otherTexts = ["message", "property", "object"];
    private static readonly string[] s_messages = ["message", "error_description", "error", "devMessage"];

    public required int HttpStatus { get; init; }

    /// <summary>SUCCESS, WARNING or ERROR; null when the answer has no summary at all.</summary>
    public string? Status { get; init; }

    public string? Message { get; init; }

    public int Imported { get; init; }

    public int Updated { get; init; }

    public int Ignored { get; init; }

    public int Deleted { get; init; }

    public IReadOnlyList<int> RejectedIndexes { get; init; } = [];

    public IReadOnlyList<ServerConflict> Conflicts { get; init; } = [];

    public bool HasSummary => Status is not null;

    /// <summary>Whether it is DHIS2's own message, and not the page of a proxy that cannot know what the server did.</summary>
    public bool IsOfServer { get; init; }

    public int Counted => Imported + Updated + Ignored + Deleted;

    /// <summary>Reads an answer's body; one that is no JSON has no summary.</summary>
    public static ImportAnswer Read(int httpStatus, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory().WithoutBom());
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new ImportAnswer { HttpStatus = httpStatus, Message = $"HTTP {httpStatus}" };
            var message = s_messages.Select(name => root.Text(name)).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
            var summary = root.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object ? response : root;
            return Read(httpStatus, summary, message ?? $"HTTP {httpStatus}", isOfServer: Number(root, "httpStatusCode") is not null);
        }
        catch (JsonException)
        {
            return new ImportAnswer { HttpStatus = httpStatus, Message = $"HTTP {httpStatus}" };
        }
    }

    /// <summary>Reads a summary; what has no counts is none.</summary>
    public static ImportAnswer Read(int httpStatus, JsonElement summary, string? message = null, bool isOfServer = true)
    {
        message = summary.Text("description") ?? message;
        if (summary.ValueKind != JsonValueKind.Object || !summary.TryGetProperty("importCount", out var counts) || counts.ValueKind != JsonValueKind.Object || !s_counts.Any(name => Number(counts, name) is not null))
            return new ImportAnswer { HttpStatus = httpStatus, Message = message, IsOfServer = isOfServer };
        return new ImportAnswer
        {
            HttpStatus = httpStatus,
            Status = summary.Text("status") ?? "ERROR",
            Message = message,
            IsOfServer = isOfServer,
            Imported = Number(counts, "imported") ?? 0,
            Updated = Number(counts, "updated") ?? 0,
            Ignored = Number(counts, "ignored") ?? 0,
            Deleted = Number(counts, "deleted") ?? 0,
            RejectedIndexes = Indexes(summary, "rejectedIndexes"),
            Conflicts = summary.Items("conflicts").Select(Conflict).ToList(),
        };
    }

    /// <summary>The answer without the conflicts of a code, and without the rows that were left out for them.</summary>
    public ImportAnswer Without(string code, int rows) => new()
    {
        HttpStatus = HttpStatus,
        Status = Status,
        Message = Message,
        IsOfServer = IsOfServer,
        Imported = Imported,
        Updated = Updated,
        Ignored = Ignored - rows,
        Deleted = Deleted,
        RejectedIndexes = RejectedIndexes,
        Conflicts = [.. Conflicts.Where(conflict => conflict.Code != code)],
    };

    // What can be read is read, whatever stands in its place.
    private static ServerConflict Conflict(JsonElement conflict)
    {
        var isObject = conflict.ValueKind == JsonValueKind.Object;
        return new ServerConflict(
            MessageOf(conflict),
            conflict.Text("errorCode") ?? (conflict.Text("object") == AdxJudge.Fault ? AdxJudge.Fault : null),
            isObject ? Indexes(conflict, "indexes") : [],
            isObject && conflict.TryGetProperty("objects", out var objects) ? objects.Text("args") : null);
    }

    private static string MessageOf(JsonElement conflict)
    {
        if (conflict.ValueKind == JsonValueKind.String)
            return conflict.GetString()!;
        if (conflict.Text("value") is { Length: > 0 } value)
            return value;
        var parts = s_otherTexts.Select(name => conflict.Text(name)).OfType<string>().Where(text => text.Length > 0).ToList();
        return parts.Count > 0 ? string.Join(" ", parts) : "The server names a conflict and no reason.";
    }

    private static List<int> Indexes(JsonElement element, string name) =>
        element.Items(name).Where(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out _)).Select(i => i.GetInt32()).ToList();

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : null;
}
