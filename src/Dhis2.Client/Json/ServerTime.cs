using System.Globalization;
using System.Runtime.CompilerServices;

namespace Dhis2.Client.Json;

/// <summary>Reads the server's points in time: <c>2026-11-22T14:21:37.000+0000</c>, or without an offset.</summary>
internal static class ServerTime
{
    // No zone on earth has it. It stays inside the reader that made it.
    private static readonly TimeSpan s_noZone = TimeSpan.FromMinutes(1);

    /// <summary>Whether a time was written without a zone, so that its offset is yet to be found.</summary>
    public static bool HasNoZone(DateTimeOffset? time) => time?.Offset == s_noZone;

    /// <summary>A time that was written without a zone, as one of the server's.</summary>
    public static DateTimeOffset? InZone(DateTimeOffset? time, TimeZoneInfo server) =>
        HasNoZone(time) ? new DateTimeOffset(time!.Value.DateTime, server.GetUtcOffset(time.Value.DateTime)) : time;

    /// <summary>Reads a time; null for null and for what is none.</summary>
    public static DateTimeOffset? Read(JsonScalar value) => value.Kind == JsonScalarKind.Text ? Parse(value.Utf8) : null;

    /// <summary>Reads a time off its UTF-8.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> text)
    {
        // The one form that data values come in; everything else takes the slow way.
        if (text.Length == 28 && text[10] == 'T' && text[23] == '+' && text.Slice(24).SequenceEqual("0000"u8)
            && Number(text, 0, 4, out var year) && Number(text, 5, 2, out var month) && Number(text, 8, 2, out var day)
            && Number(text, 11, 2, out var hour) && Number(text, 14, 2, out var minute) && Number(text, 17, 2, out var second) && Number(text, 20, 3, out var milli)
            && month is >= 1 and <= 12 && day >= 1 && year >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60)
        {
            return new DateTimeOffset(year, month, day, hour, minute, second, milli, TimeSpan.Zero);
        }
        var written = Utf8StringCache.Decode(text);
        if (!DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local))
            return null;
        if (local.Kind == DateTimeKind.Unspecified)
            return new DateTimeOffset(local, s_noZone);
        return DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
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
