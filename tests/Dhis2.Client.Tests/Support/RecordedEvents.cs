using System.Text;
using Dhis2.Client.Http;

namespace Dhis2.Client.Tests.Support;

/// <summary>Writes down all that the client tells, from any thread.</summary>
internal sealed class RecordedEvents : IClientEvents
{
    private readonly StringBuilder _seen = new();
    private int _retries;

    /// <summary>How often something was tried again.</summary>
    public int Retries => Volatile.Read(ref _retries);

    public void OnRequest(RequestTrace trace) => Append(trace + trace.Details);

    public void OnRetry(RetryTrace trace)
    {
        Interlocked.Increment(ref _retries);
        Append(trace);
    }

    public void OnProgress(ProgressTrace progress) => Append(progress);

    public void OnWarning(string message) => Append(message);

    public void OnNotice(string message) => Append(message);

    /// <summary>Writes down something else that somebody could see.</summary>
    public RecordedEvents Append(object? shown)
    {
        lock (_seen)
            _seen.Append(shown).Append('\n');
        return this;
    }

    public override string ToString()
    {
        lock (_seen)
            return _seen.ToString();
    }
}
