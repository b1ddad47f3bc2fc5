using System.Globalization;
using System.Runtime.CompilerServices;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Json;

/// <summary>A time as a server writes it. Without an offset it is no point in time until the server's zone is known.</summary>
/// <param name="Time">What the clock showed, of no kind.</param>
/// <param name="Offset">How far that clock was ahead of UTC; null where the server does not say.</param>
internal readonly record struct ServerTimestamp(DateTime Time, TimeSpan? Offset)
{
    /// <summary>The point in time; null where the server's zone has yet to tell it.</summary>
    public DateTimeOffset? Moment => Offset is { } offset ? new DateTimeOffset(Time, offset) : null;

    /// <summary>The point in time, by the server's zone where the time names none.</summary>
    public DateTimeOffset In(TimeZoneInfo server) => new(Time, Offset ?? server.GetUtcOffset(Time));
}

/// <summary>Reads the server's times: <c>2026-11-22T14:21:37.000+0000</c>, or without an offset.</summary>
internal static class ServerTime
{
    /// <summary>Reads a time; null for null and for what is none.</summary>
    public static ServerTimestamp? Read(JsonScalar value) => value.Kind == JsonScalarKind.Text ? Parse(value.Utf8) : null;

    /// <summary>Reads a time off its UTF-8.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static ServerTimestamp? Parse(ReadOnlySpan<byte> text)
    {
        // The one form that data values come in; everything else takes the slow way.
        if (text.Length == 28 && text[10] == 'T' && text[23] == '+' && text.Slice(24).SequenceEqual("0000"u8)
            && Number(text, 0, 4, out var year) && Number(text, 5, 2, out var month) && Number(text, 8, 2, out var day)
            && Number(text, 11, 2, out var hour) && Number(text, 14, 2, out var minute) && Number(text, 17, 2, out var second) && Number(text, 20, 3, out var milli)
            && month is >= 1 and <= 12 && day >= 1 && year >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60)
        {
            return new ServerTimestamp(new DateTime(year, month, day, hour, minute, second, milli, DateTimeKind.Unspecified), TimeSpan.Zero);
        }
        var written = Utf8StringCache.Decode(text);
        if (!DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local))
            return null;
        // In the first and the last year an offset may lead out of what can be told.
        if (local.Kind == DateTimeKind.Unspecified)
            return local.Year is > 1 and < 9999 ? new ServerTimestamp(local, Offset: null) : null;
        return DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? new ServerTimestamp(time.DateTime, time.Offset) : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Number(ReadOnlySpan<byte> text, int start, int length, out int value)
    {
        value = 0;
        for (var i = start; i < start + length; i++)
        {
            var digit = text[i] - '0';
            if (digit is < 0 or > 9)
                return false;
            value = (value * 10) + digit;
        }
        return true;
    }
}
