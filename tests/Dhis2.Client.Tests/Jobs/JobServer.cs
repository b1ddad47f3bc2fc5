using Dhis2.Client.Jobs;
using Dhis2.Client.Sessions;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Jobs;

/// <summary>A server that answers each path with what it is told, one answer after the other and the last for ever; an empty text is an empty body, a number a status.</summary>
internal sealed class JobServer : IDisposable
{
    private readonly Dictionary<string, Queue<string>> _answers = new(StringComparer.Ordinal);
    private readonly AnsweringHandler _handler;
    private readonly Session _session;

    public JobServer(int release, params (string Path, string[] Answers)[] answers)
    {
        foreach (var (path, texts) in answers)
            _answers[path] = new Queue<string>(texts);
        _handler = new AnsweringHandler(request => Answer(request.Uri.AbsolutePath[5..]));
        _session = TestSession.Of(_handler, release);
    }

    public PassingTime Time { get; } = new();

    public Dhis2Caller Caller => _session.As();

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _handler.Requests.Select(r => $"{r.Method} {r.Uri.AbsolutePath[5..]}")];

    /// <summary>Waits for a task, no longer than an hour of the time that passes here.</summary>
    public Task<TaskResult> WaitAsync(ServerTask task, JobWatchOptions? options = null) =>
        new JobWatch(Caller, Time.With(options ?? new JobWatchOptions { Timeout = TimeSpan.FromHours(1) })).WaitAsync(task, TestContext.Current.CancellationToken);

    public void Dispose() => _session.Dispose();

    private HttpResponseMessage Answer(string path)
    {
        if (!_answers.TryGetValue(path, out var left))
            return AnsweringHandler.Status(404, "no such thing");
        var text = left.Count > 1 ? left.Dequeue() : left.Peek();
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var status) ? AnsweringHandler.Status(status) : AnsweringHandler.Json(text);
    }
}
