using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// A server of 2.40 to 2.42 on a database that was made in the same run knows no period types until its caches are cleared, and refuses every data set.
/// </summary>
internal static class MissingCache
{
    /// <summary>What to do about it.</summary>
    public const string Advice = "This is how a server refuses data sets whose database is new: clear its caches, with -ClearCache or Invoke-Dhis2Request -Method Post maintenance/cacheClear, and import again.";

    /// <summary>Whether it is the reason why data sets were refused.</summary>
    public static bool IsReason(string? message) =>
        message is not null && message.Contains("not-null property references a null or transient value") && message.Contains("DataSet.periodType");

    /// <summary>Clears the caches of the server.</summary>
    public static Task ClearAsync(Dhis2Caller caller, CancellationToken cancellationToken) =>
        caller.ReadAsync(new Dhis2Request("maintenance/cacheClear", HttpMethod.Post) { SafeToRepeat = true }, cancellationToken);
}
