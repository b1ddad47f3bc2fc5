using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Http;

/// <summary>
/// Reads a server's report once, whatever its shape and however deep its parts lie: bare, inside a WebMessage, or as the summary of a job.
/// What a part says of an object (its type, uid and index) holds for all that lies within it.
/// </summary>
internal sealed class ServerReportReader
{
    private readonly List<ServerReportItem> _items = [];

    /// <summary>Reads a report off a body, or off a part of one.</summary>
    public static ServerReport Read(JsonElement root)
    {
        var summary = root.Child("response") ?? root;
        var reader = new ServerReportReader();
        reader.Walk(root, new Place(null, null, null));
        return new ServerReport
        {
            Status = summary.Text("status") ?? root.Text("status"),
            Description = summary.Text("description"),
            Stats = ReadStats(summary.Child("importCount") ?? summary.Child("stats") ?? summary),
            Items = reader._items,
        };
    }

    private static ServerStats? ReadStats(JsonElement counts)
    {
        var stats = new ServerStats(counts.Number("created") ?? counts.Number("imported"), counts.Number("updated"), counts.Number("deleted"), counts.Number("ignored"), counts.Number("total"));
        return stats is { Created: null, Updated: null, Deleted: null, Ignored: null } ? null : stats;
    }

    private void Walk(JsonElement element, Place place)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Walk(item, place);
            return;
        }
        if (element.ValueKind != JsonValueKind.Object)
            return;
        place = place.Within(element);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name is "errorReports" or "conflicts" or "warningReports" && property.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in property.Value.EnumerateArray())
                    Add(item, property.Name == "warningReports" ? ServerSeverity.Warning : ServerSeverity.Error, place);
            }
            else
            {
                Walk(property.Value, place);
            }
        }
    }

    private void Add(JsonElement item, ServerSeverity severity, Place place)
    {
        if (item.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return;
        place = place.Within(item);
        var name = item.Text("object");
        var read = new ServerReportItem
        {
            Severity = severity,
            Type = place.Type,
            Uid = item.Text("mainId") ?? (Uid.IsValid(name) ? name : place.Uid),
            Index = place.Index,
            Code = item.Text("errorCode") ?? item.Text("warningCode"),
            Property = item.Text("errorProperty") ?? item.Text("property"),
            Message = Message(item, name),
            Args = Args(item, name),
        };
        var indexes = item.Items("indexes").Select(i => i.Number()).Where(i => i is >= 0 and <= int.MaxValue).ToList();
        if (indexes.Count == 0)
            _items.Add(read);
        else
            _items.AddRange(indexes.Select(i => read with { Index = (int)i!.Value }));
    }

    // Made of what is there, where the server has no words for it.
    private static string Message(JsonElement item, string? name)
    {
        if (item.ValueKind == JsonValueKind.String)
            return item.GetString()!;
        var said = item.Text("message") ?? item.Text("value");
        if (!string.IsNullOrWhiteSpace(said))
            return said!;
        var parts = new[] { name, item.Text("errorProperty") ?? item.Text("property"), item.Text("errorCode") }.Where(p => !string.IsNullOrEmpty(p)).ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : item.GetRawText();
    }

    private static List<string> Args(JsonElement item, string? name)
    {
        var args = item.Items("args").Concat(item.Child("objects")?.EnumerateObject().Select(p => p.Value) ?? [])
            .Select(a => a.ValueKind == JsonValueKind.String ? a.GetString()! : a.GetRawText()).ToList();
        if (args.Count == 0 && name is not null)
            args.Add(name);
        return args;
    }

    private readonly struct Place(string? type, string? uid, int? index)
    {
        public string? Type { get; } = type;

        public string? Uid { get; } = uid;

        public int? Index { get; } = index;

        public Place Within(JsonElement element)
        {
            if (element.ValueKind != JsonValueKind.Object)
                return this;
            var kind = element.Text("mainKlass") ?? element.Text("klass") ?? element.Text("trackerType");
            var at = element.Number("index");
            return new Place(kind?.Substring(kind.LastIndexOf('.') + 1) ?? Type, element.Text("uid") ?? Uid, at is >= 0 and <= int.MaxValue ? (int)at : Index);
        }
    }
}
