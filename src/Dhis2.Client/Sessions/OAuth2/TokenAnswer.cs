using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>What a token endpoint gave.</summary>
internal sealed class TokenAnswer
{
    public required OAuth2Token Token { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>Reads an answer; null when there is no bearer token in it.</summary>
    public static TokenAnswer? Read(JsonElement json, TimeSpan asked)
    {
        if (json.Text("access_token") is not { Length: > 0 } value)
            return null;
        // Characters outside this range cannot stand in the Authorization header.
        if (value.Any(c => c is <= ' ' or > '~') || !"Bearer".Equals(json.Text("token_type") ?? "Bearer", StringComparison.OrdinalIgnoreCase))
            return null;
        return new TokenAnswer { Token = new OAuth2Token(value, asked, Life(json)), RefreshToken = json.Text("refresh_token") };
    }

    // Some providers write the number as a string.
    private static TimeSpan? Life(JsonElement json)
    {
        if (!json.TryGetProperty("expires_in", out var value))
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
