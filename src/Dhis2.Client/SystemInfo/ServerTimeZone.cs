using System.Globalization;
using System.Runtime.CompilerServices;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.SystemInfo;

/// <summary>The time zone of a server: that of times which name none, in what it is asked as in what it answers (<c>serverTimeZoneId</c> of <c>/api/system/info</c>).</summary>
public static class ServerTimeZone
{
    // It changes with a new installation at most.
    private static readonly ConditionalWeakTable<Session, TimeZoneInfo> s_known = new();

    /// <summary>The zone, asked for once a session.</summary>
    /// <exception cref="Dhis2ClientException">The server does not tell it.</exception>
    public static async Task<TimeZoneInfo> ReadAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(caller.Session, out var known))
            return known;
        var info = await SystemInfoReader.ReadAsync(caller, refresh: false, cancellationToken).ConfigureAwait(false);
        var id = info.Root.Text("serverTimeZoneId");
        var zone = Find(id) ?? OfClock(info.Root.Text("serverDate"), id) ?? throw new Dhis2ClientException(
            $"{caller.Session.Uri} does not tell its time zone, so that a time of another zone cannot be told to it.", "Give the time without a zone, as the server's own clock has it.");
        return s_known.GetValue(caller.Session, _ => zone);
    }

    private static TimeZoneInfo? Find(string? id)
    {
        try
        {
            return id is null ? null : TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return null;
        }
    }

    // .NET Framework does not know the names that Java has for zones. The server's clock tells its offset, of today.
    private static TimeZoneInfo? OfClock(string? serverDate, string? id)
    {
        if (!DateTime.TryParse(serverDate, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Kind != DateTimeKind.Unspecified)
            return null;
        var quarters = Math.Round((local - DateTime.UtcNow).TotalMinutes / 15);
        return Math.Abs(quarters) > 14 * 4 ? null : TimeZoneInfo.CreateCustomTimeZone(id ?? "server", TimeSpan.FromMinutes(15 * quarters), id, id);
    }
}
