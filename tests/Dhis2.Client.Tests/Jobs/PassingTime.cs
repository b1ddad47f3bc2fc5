using Dhis2.Client.Jobs;

namespace Dhis2.Client.Tests.Jobs;

/// <summary>Time that passes by pauses alone, and at once.</summary>
internal sealed class PassingTime
{
    public List<TimeSpan> Pauses { get; } = [];

    public TimeSpan Passed => Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);

    public JobWatchOptions With(JobWatchOptions options) => options with
    {
        Clock = () => Passed,
        Delay = (pause, _) =>
        {
            Pauses.Add(pause);
            return Task.CompletedTask;
        },
    };
}
