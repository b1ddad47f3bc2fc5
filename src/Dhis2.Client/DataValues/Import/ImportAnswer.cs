using System.Text.Json;
using Dhis2.Client.Errors;

namespace Dhis2.Client.DataValues.Import;

/// <summary>What the server says of one request of rows, read off a WebMessage or off the bare summary of a task.</summary>
internal sealed class ImportAnswer
{
    private static readonly string[] s_counts = ["imported", "updated", "ignored", "deleted"];

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

    public int Counted => Imported + Updated + Ignored + Deleted;

    /// <summary>Reads an answer's body; one that is no JSON has no summary.</summary>
    public static ImportAnswer Read(int httpStatus, byte[] body)
    {
        var message = ServerMessageReader.Read(body);
        if (message is null)
            return new ImportAnswer { HttpStatus = httpStatus, Message = $"HTTP {httpStatus}" };
        using var document = JsonDocument.Parse(body.AsMemory().WithoutBom());
        var root = document.RootElement;
        var summary = root.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object ? response : root;
        return Read(httpStatus, summary, message.ToString());
    }

    /// <summary>Reads a summary; what has no counts is none.</summary>
    public static ImportAnswer Read(int httpStatus, JsonElement summary, string? message = null)
    {
        message = ServerMessageReader.Text(summary, "description") ?? message;
        if (!summary.TryGetProperty("importCount", out var counts) || counts.ValueKind != JsonValueKind.Object || !s_counts.Any(name => Number(counts, name) is not null))
            return new ImportAnswer { HttpStatus = httpStatus, Message = message };
        return new ImportAnswer
        {
            HttpStatus = httpStatus,
            Status = ServerMessageReader.Text(summary, "status") ?? "ERROR",
            Message = message,
            Imported = Number(counts, "imported") ?? 0,
            Updated = Number(counts, "updated") ?? 0,
            Ignored = Number(counts, "ignored") ?? 0,
            Deleted = Number(counts, "deleted") ?? 0,
            RejectedIndexes = Indexes(summary, "rejectedIndexes"),
            Conflicts = Array(summary, "conflicts").Select(Conflict).ToList(),
        };
    }

    private static ServerConflict Conflict(JsonElement conflict) => new(
        ServerMessageReader.Text(conflict, "value") ?? "",
        ServerMessageReader.Text(conflict, "errorCode"),
        Indexes(conflict, "indexes"),
        conflict.TryGetProperty("objects", out var objects) ? ServerMessageReader.Text(objects, "args") : null);

    private static List<int> Indexes(JsonElement element, string name) =>
        Array(element, name).Where(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out _)).Select(i => i.GetInt32()).ToList();

    private static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : null;
}

/// <summary>One reason for which rows were refused.</summary>
/// <param name="Message">In the server's words.</param>
/// <param name="Code">DHIS2's code.</param>
/// <param name="Indexes">Positions of the rows in the request, from 0; -1 stands for the request as a whole.</param>
/// <param name="Args">What the message is about (2.43): <c>set-element-[combo, combo]</c>.</param>
internal sealed record ServerConflict(string Message, string? Code, IReadOnlyList<int> Indexes, string? Args);
