using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Something an import objects to. Rows with the same objection share one conflict.</summary>
internal sealed record Conflict(string? Code, string Message, string? Object = null, string? Property = null)
{
    /// <summary>The objects it concerns; null where the server leaves them out.</summary>
    public IReadOnlyList<(string Name, string Value)>? Objects { get; init; } = [];

    /// <summary>The rows; null where the server leaves them out.</summary>
    public List<int>? Indexes { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Object is not null)
            json["object"] = Object;
        if (Objects is not null)
            json["objects"] = new JsonObject(Objects.Select(item => KeyValuePair.Create(item.Name, (JsonNode?)item.Value)));
        json["value"] = Message;
        if (Code is not null)
            json["errorCode"] = Code;
        if (Property is not null)
            json["property"] = Property;
        if (Indexes is not null)
            json["indexes"] = new JsonArray([.. Indexes.Select(index => (JsonNode)index)]);
        return json;
    }
}

/// <summary>What became of an import.</summary>
internal sealed class ImportOutcome
{
    private readonly Dictionary<string, Conflict> _shared = new(StringComparer.Ordinal);

    public string Status { get; set; } = "SUCCESS";

    public string? Description { get; set; }

    public int Imported { get; set; }

    public int Updated { get; set; }

    public int Ignored { get; set; }

    public int Deleted { get; set; }

    public List<Conflict> Conflicts { get; } = [];

    public SortedSet<int> Rejected { get; } = [];

    /// <summary>"false", the day of completion, or null where the server says nothing.</summary>
    public string? DataSetComplete { get; set; } = "false";

    public static ImportOutcome Crashed(ImportCrashException crash) =>
        new() { Status = "ERROR", Description = "The import process failed: " + crash.Message, DataSetComplete = null };

    /// <summary>Adds an objection to a row, to the conflict that says the same of another row if there is one.</summary>
    public void Reject(int index, Conflict conflict)
    {
        Rejected.Add(index);
        var key = conflict.Code + "|" + conflict.Message;
        if (!_shared.TryGetValue(key, out var shared))
        {
            _shared[key] = shared = conflict with { Indexes = [] };
            Conflicts.Add(shared);
        }
        shared.Indexes!.Add(index);
    }

    /// <summary>The bare summary, as a job keeps it.</summary>
    public JsonObject ToJson(ImportOptions options, Dialect dialect)
    {
        var json = new JsonObject { ["responseType"] = "ImportSummary", ["status"] = Status, ["importOptions"] = options.ToJson(dialect) };
        if (dialect < Dialect.V43)
            json["description"] = Description;
        json["importCount"] = new JsonObject { ["imported"] = Imported, ["updated"] = Updated, ["ignored"] = Ignored, ["deleted"] = Deleted };
        json["conflicts"] = new JsonArray([.. Conflicts.Select(conflict => conflict.ToJson())]);
        json["rejectedIndexes"] = new JsonArray([.. Rejected.Select(index => (JsonNode)index)]);
        if (DataSetComplete is not null)
            json["dataSetComplete"] = DataSetComplete;
        return json;
    }

    /// <summary>The answer's status: up to 2.42 every conflict is a 409, later only an error.</summary>
    public int HttpStatus(Dialect dialect) => Status == "SUCCESS" || (Status == "WARNING" && dialect >= Dialect.V43) ? 200 : 409;

    /// <summary>The whole answer.</summary>
    public JsonObject ToMessage(ImportOptions options, Dialect dialect)
    {
        var status = HttpStatus(dialect);
        return new JsonObject
        {
            ["httpStatus"] = status == 200 ? "OK" : "Conflict",
            ["httpStatusCode"] = status,
            ["status"] = Status == "SUCCESS" ? "OK" : Status,
            ["message"] = Status switch
            {
                "SUCCESS" => "Import was successful.",
                "ERROR" => "An error occurred, please check import summary.",
                _ when dialect >= Dialect.V43 => "Import completed with warnings, please check import summary.",
                _ => "One more conflicts encountered, please check import summary.",
            },
            ["response"] = ToJson(options, dialect),
        };
    }
}
