using System.Text.Json;

namespace Dhis2.Client.Errors;

/// <summary>Reads the server's WebMessage, whatever its shape: with a report, bare, or as the summary of a task.</summary>
internal static class ServerMessageReader
{
    /// <summary>Reads a body; null when it is not a JSON object.</summary>
    public static ServerMessage? Read(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory().WithoutBom());
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement.Clone(), utf8) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ServerMessage Read(JsonElement root, byte[] utf8)
    {
        var reports = new List<ServerErrorReport>();
        Collect(root, reports);
        return new ServerMessage
        {
            HttpStatusCode = root.TryGetProperty("httpStatusCode", out var code) && code.TryGetInt32(out var number) ? number : null,
            Status = Text(root, "status"),
            Message = Text(root, "message") ?? Text(root, "error_description") ?? Text(root, "error"),
            DevMessage = Text(root, "devMessage"),
            ErrorCode = Text(root, "errorCode"),
            Reports = reports,
            Body = System.Text.Encoding.UTF8.GetString(utf8),
            Response = root.TryGetProperty("response", out var response) ? response : null,
        };
    }

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Reports sit at several depths (response, typeReports, objectReports) and under other names in each area.
    private static void Collect(JsonElement element, List<ServerErrorReport> reports)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, reports);
            return;
        }
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name is "errorReports" or "conflicts" && property.Value.ValueKind == JsonValueKind.Array)
                reports.AddRange(property.Value.EnumerateArray().Select(Report));
            else
                Collect(property.Value, reports);
        }
    }

    private static ServerErrorReport Report(JsonElement report) => new(
        Text(report, "message") ?? Text(report, "value") ?? report.ToString(),
        Text(report, "errorCode"),
        Text(report, "errorProperty") ?? Text(report, "property"),
        Text(report, "uid") ?? Text(report, "mainId") ?? Text(report, "object"));
}
