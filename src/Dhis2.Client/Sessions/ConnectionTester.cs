using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions;

/// <summary>Tries a session: does the server answer, as which version, to whom, how quickly, and by which clock. Asks the server each time.</summary>
public sealed class ConnectionTester
{
    private readonly Dhis2Caller _caller;
    private readonly TimeSpan _timeout;

    /// <summary>A tester that waits so long for each answer.</summary>
    public ConnectionTester(Dhis2Caller caller, TimeSpan timeout)
    {
        _caller = caller;
        _timeout = timeout;
    }

    private Session Session => _caller.Session;

    /// <summary>Tries, with so many round trips to take the time of.</summary>
    /// <exception cref="Dhis2Exception">What is wrong: in the end always one of the client's errors, with its advice.</exception>
    public async Task<ConnectionTest> RunAsync(int count, CancellationToken cancellationToken)
    {
        try
        {
            var (info, clock) = await ReadInfoAsync(cancellationToken).ConfigureAwait(false);
            var me = await ReadAsync("me?fields=id,username", cancellationToken).ConfigureAwait(false);
            return Blank() with
            {
                Success = true,
                Version = ServerVersion.Parse(info.Text("version")),
                UserName = me.Text("username"),
                RoundTrip = await MeasureAsync(count, cancellationToken).ConfigureAwait(false),
                ServerTime = clock is null ? null : DateTimeOffset.UtcNow + clock,
                ClockDifference = clock,
            };
        }
        catch (Dhis2AuthenticationException e) when (Session.Options.Identity is { } identity && !Session.IsDisposed)
        {
            throw await identity.ExplainAsync(_caller, e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is known of the session without asking.</summary>
    public ConnectionTest Blank() => new() { Uri = Session.Uri, Authentication = Session.Authentication, Version = Session.Version, UserName = Session.UserName };

    private Dhis2Request Request(string path, bool anything = false) => new(path) { TriesOnce = true, Timeout = _timeout, AcceptsAnything = anything };

    private async Task<(JsonElement Info, TimeSpan? Clock)> ReadInfoAsync(CancellationToken cancellationToken)
    {
        var request = Request("system/info");
        var sent = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var response = await _caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // The server read its clock at some moment between sending and receiving; the middle is assumed.
        var middle = sent + TimeSpan.FromTicks(clock.Elapsed.Ticks / 2);
        var info = Parse(request, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
        // The Date header is cut to whole seconds, so it is half a second behind on average.
        var time = TimeOf(info) ?? response.Date?.AddSeconds(0.5);
        return (info, time - middle);
    }

    private async Task<JsonElement> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var request = Request(path);
        return Parse(request, await _caller.ReadAsync(request, cancellationToken).ConfigureAwait(false));
    }

    private async Task<TimeSpan> MeasureAsync(int count, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            var clock = Stopwatch.StartNew();
            await _caller.ReadAsync(Request("system/ping", anything: true), cancellationToken).ConfigureAwait(false);
            times.Add(clock.Elapsed);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private JsonElement Parse(Dhis2Request request, byte[] bytes) =>
        JsonText.Parse(bytes, request.Display) is { ValueKind: JsonValueKind.Object } json ? json : throw AnswerErrors.NoDhis2(Session.Uri);

    // serverDate is preferred where this machine knows the server's time zone: a proxy may have written the Date header.
    private static DateTimeOffset? TimeOf(JsonElement info)
    {
        if (info.Text("serverTimeZoneId") is not { } id || !DateTime.TryParse(info.Text("serverDate"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        try
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            // In the hour that comes twice when summer time ends, a local time is ambiguous.
            return zone.IsAmbiguousTime(date) || zone.IsInvalidTime(date) ? null : new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Unspecified), zone.GetUtcOffset(date));
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return null;
        }
    }
}
