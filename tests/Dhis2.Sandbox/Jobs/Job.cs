using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Jobs;

/// <summary>One job, most of which run once: what it said, what came of it, and in which state it is.</summary>
internal sealed class Job(string id, string type, string name, JsonNode? parameters, Dialect dialect)
{
    // Newest first, as the server answers.
    private readonly LinkedList<JsonObject> _notifications = new();

    public string Id => id;

    public string Type => type;

    public string Name => name;

    public JsonNode? Parameters => parameters;

    /// <summary>When it runs again and again; null for a job of one run. Here it has been told to run at once.</summary>
    public string? Cron { get; init; }

    public DateTime Created { get; } = DateTime.UtcNow;

    /// <summary>SCHEDULED until it begins, RUNNING, then DISABLED, or SCHEDULED again.</summary>
    public string Status { get; private set; } = "SCHEDULED";

    /// <summary>NOT_STARTED until it ends, then COMPLETED, FAILED or STOPPED.</summary>
    public string LastStatus { get; private set; } = "NOT_STARTED";

    public DateTime? Begun { get; private set; }

    public DateTime? Finished { get; private set; }

    public JsonNode? Summary { get; private set; }

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Set by a test that decides when the job begins, instead of the delay.</summary>
    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Begin()
    {
        lock (_notifications)
        {
            Status = "RUNNING";
            Begun = DateTime.UtcNow;
        }
    }

    /// <summary>Says something. A LOOP item takes the place of the one before it.</summary>
    public void Say(string level, string message, bool completed = false, JsonNode? data = null, bool withParameters = false)
    {
        var uid = JobBoard.NewUid();
        var item = new JsonObject
        {
            ["uid"] = uid,
            ["level"] = level,
            ["category"] = type,
            ["time"] = Time(DateTime.UtcNow),
            ["message"] = message,
            ["completed"] = completed,
        };
        if (withParameters)
            item["dataType"] = "PARAMETERS";
        if (data is not null)
            item["data"] = data.DeepClone();
        item["id"] = uid;
        lock (_notifications)
        {
            if ((string?)_notifications.First?.Value["level"] == "LOOP")
                _notifications.RemoveFirst();
            _notifications.AddFirst(item);
        }
    }

    /// <summary>Ends the job; its last word and its summary may come later.</summary>
    public void End(string lastStatus)
    {
        lock (_notifications)
        {
            Status = Cron is null ? "DISABLED" : "SCHEDULED";
            LastStatus = lastStatus;
            Finished = DateTime.UtcNow;
        }
    }

    /// <summary>Ends the job together with its last word and its summary, so that no reading can come between.</summary>
    public void End(string lastStatus, string level, string message, JsonNode? summary)
    {
        lock (_notifications)
        {
            End(lastStatus);
            Conclude(level, message, summary);
        }
    }

    public void Conclude(string level, string message, JsonNode? summary)
    {
        lock (_notifications)
        {
            Summary = summary;
            Say(level, message, completed: true);
        }
    }

    /// <summary>Forgets what it said and its summary.</summary>
    public void Clear()
    {
        lock (_notifications)
        {
            _notifications.Clear();
            Summary = null;
        }
    }

    /// <summary>What it said; in short the newest and the oldest item only. Reading it this way does no harm.</summary>
    public JsonArray Read(bool inShort)
    {
        lock (_notifications)
        {
            var items = inShort && _notifications.Count > 2 ? [_notifications.First!.Value, _notifications.Last!.Value] : _notifications.AsEnumerable();
            return new JsonArray([.. items.Select(item => (JsonNode)item.DeepClone())]);
        }
    }

    /// <summary>
    /// What a reading of this one job answers. From 2.41 on a job that does not run and has not said its last word
    /// is thereby declared complete, and all it said and its summary are lost.
    /// </summary>
    public JsonArray ReadAndSettle()
    {
        lock (_notifications)
        {
            if (dialect < Dialect.V41 || Status == "RUNNING" || _notifications.Count == 0 || (bool)_notifications.First!.Value["completed"]!)
                return Read(inShort: false);
            var last = (JsonObject)_notifications.First.Value.DeepClone();
            last["completed"] = true;
            Clear();
            return [last];
        }
    }

    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
