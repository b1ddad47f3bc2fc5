using System.Net.Http.Headers;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>An access token and when to replace it, by the time that passes here: what its text or the wall clock say does not count.</summary>
internal sealed class OAuth2Token
{
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly TimeSpan? _end;
    private readonly object _lock = new();
    private TimeSpan? _due;
    private bool _isRefused;

    /// <param name="value">The token.</param>
    /// <param name="asked">When it was asked for: its life begins no earlier.</param>
    /// <param name="life">Its life; null or nothing where the server did not say.</param>
    public OAuth2Token(string value, TimeSpan asked, TimeSpan? life)
    {
        Value = value;
        Header = new AuthenticationHeaderValue("Bearer", value);
        if (life is not { } length || length <= TimeSpan.Zero)
            return;
        _end = asked + length;
        _due = _end - (length < s_short ? TimeSpan.FromTicks(length.Ticks / 2) : s_ahead);
    }

    public string Value { get; }

    /// <summary>What goes out with a request. It is this token's alone: a provider may give the same text again, and then that is another token.</summary>
    public AuthenticationHeaderValue Header { get; }

    /// <summary>The server has said no to it.</summary>
    public bool IsRefused
    {
        get => Volatile.Read(ref _isRefused);
        set => Volatile.Write(ref _isRefused, value);
    }

    /// <summary>Whether it is time for another: half a minute before the end, or at half of a short life.</summary>
    public bool IsDue(TimeSpan now)
    {
        lock (_lock)
            return IsRefused || now >= _due;
    }

    /// <summary>It could not be replaced just now, and serves on for a while.</summary>
    public void Postpone(TimeSpan now)
    {
        lock (_lock)
            _due = now + s_pause;
    }

    /// <summary>Whether a request may still go out with it.</summary>
    public bool IsGood(TimeSpan now) => !IsRefused && !(now >= _end);
}
