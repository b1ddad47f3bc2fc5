using System.Globalization;

namespace Dhis2.PowerShell.Arguments;

/// <summary>
/// A point in time as users have it: what the module gives out (<see cref="DateTimeOffset"/>), a <see cref="DateTime"/> of any kind, a day, or a text of ISO 8601.
/// One without a zone is meant as the server's clock has it.
/// </summary>
public sealed class TimeArgument
{
    private readonly DateTime _local;
    private readonly DateTimeOffset? _moment;

    /// <summary>Takes a time: the machine's, UTC, or, where it is of neither kind, the server's.</summary>
    public TimeArgument(DateTime time)
    {
        _local = time;
        _moment = time.Kind == DateTimeKind.Unspecified ? null : new DateTimeOffset(time);
    }

    /// <summary>Takes a point in time.</summary>
    public TimeArgument(DateTimeOffset time)
    {
        _local = time.DateTime;
        _moment = time;
    }

#if NET8_0_OR_GREATER
    /// <summary>Takes the beginning of a day by the server's clock.</summary>
    public TimeArgument(DateOnly day)
        : this(day.ToDateTime(TimeOnly.MinValue))
    {
    }

#endif
    /// <summary>Takes a text such as <c>2024-01-31</c>, <c>2024-01-31T18:00</c> or <c>2024-01-31T18:00:00Z</c>.</summary>
    /// <exception cref="FormatException">It is no time.</exception>
    public TimeArgument(string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            throw new FormatException($"'{text}' is no time. Give one such as 2024-01-31 or 2024-01-31T18:00:00Z.");
        }
        _local = moment.DateTime;
        _moment = time.Kind == DateTimeKind.Unspecified ? null : moment;
    }

    /// <summary>The day, as it was written.</summary>
    internal DateTime Day => _local.Date;

    /// <summary>The same moment by the clock of the server, whose zone is asked for where it matters.</summary>
    internal DateTime OnServer(Func<TimeZoneInfo> server) => _moment is { } moment ? TimeZoneInfo.ConvertTime(moment, server()).DateTime : _local;

    /// <inheritdoc/>
    public override string ToString() => ServerText.OfTime(_moment is { } moment ? moment : (object)_local)!;
}
