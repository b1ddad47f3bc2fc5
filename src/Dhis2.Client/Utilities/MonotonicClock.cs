using System.Diagnostics;

namespace Dhis2.Client.Utilities;

/// <summary>Time as it passes, whatever the machine's clock is set to meanwhile.</summary>
internal static class MonotonicClock
{
    public static TimeSpan Elapsed() => TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);
}
