using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>Why the server ignored rows.</summary>
/// <param name="About">The id or the period that it is about; null where the server names none.</param>
/// <param name="Message">In the server's words.</param>
/// <param name="Code">DHIS2's code.</param>
internal sealed record CompletionConflict(string? About, string Message, string? Code)
{
    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(About) || Message.Contains(About) ? Message : $"{About}: {Message}";
}

/// <summary>What the server says of one request of completions. Its conflicts have no places, only the thing that each is about.</summary>
/// <param name="Summary">Status, counts and message.</param>
/// <param name="Conflicts">The conflicts, in the server's order.</param>
internal sealed record CompletionAnswer(ImportAnswer Summary, IReadOnlyList<CompletionConflict> Conflicts)
{
    /// <summary>All reasons, or the message where there is none.</summary>
    public string Reason => Conflicts.Count > 0 ? string.Join(" ", Conflicts.Select(conflict => conflict.ToString()).Distinct()) : Summary.Message ?? $"HTTP {Summary.HttpStatus}";

    /// <summary>Reads an answer's body.</summary>
    public static CompletionAnswer Read(int httpStatus, byte[] body)
    {
        var summary = ImportAnswer.Read(httpStatus, body);
        return new CompletionAnswer(summary, summary.Conflicts.Count == 0 ? [] : ReadConflicts(body));
    }

    private static List<CompletionConflict> ReadConflicts(byte[] body)
    {
        using var document = JsonDocument.Parse(body.AsMemory().WithoutBom());
        var root = document.RootElement;
        return [.. (root.Child("response") ?? root).Items("conflicts").Select(Conflict)];
    }

    private static CompletionConflict Conflict(JsonElement conflict) =>
        new(conflict.Text("object"), conflict.Text("value") ?? conflict.Text("message") ?? "The server names a conflict and no reason.", conflict.Text("errorCode"));
}
