namespace Dhis2.Client.Metadata.Users;

/// <summary>Takes a secret out of what a server says: 2.40 repeats a password that it refuses.</summary>
internal static class SecretErrors
{
    private const string Mask = "***";

    /// <summary>Whether an answer holds a secret.</summary>
    public static bool Holds(Dhis2ApiException error, string secret) =>
        error.Message.Contains(secret, StringComparison.Ordinal) || error.Report?.Body?.Contains(secret, StringComparison.Ordinal) == true;

    /// <summary>The same error without the secret, and without the server's answer as it came.</summary>
    /// <param name="error">The error.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="reason">What else is known of it, as a sentence; null for nothing.</param>
    public static Dhis2ApiException Without(Dhis2ApiException error, string secret, string? reason)
    {
        var message = error.Message.Replace(secret, Mask) + (reason is null ? "" : $"\n  {reason}");
        return new Dhis2ApiException(message, error.StatusCode, Without(error.Report, secret), error.RecommendedAction) { Request = error.Request, RetryAfter = error.RetryAfter, Item = error.Item };
    }

    private static ServerMessage? Without(ServerMessage? report, string secret) => report is null ? null : new ServerMessage
    {
        HttpStatusCode = report.HttpStatusCode,
        Status = report.Status,
        Message = report.Message?.Replace(secret, Mask),
        ErrorCode = report.ErrorCode,
        Details = new ServerReport
        {
            Status = report.Details.Status,
            Stats = report.Details.Stats,
            Items = [.. report.Details.Items.Select(item => item with { Message = item.Message.Replace(secret, Mask), Args = [.. item.Args.Select(arg => arg.Replace(secret, Mask))] })],
        },
    };
}
