using System.Globalization;

namespace Dhis2.Client.DataValues.Import;

/// <summary>What the server's error codes say of a row that it refuses (server: <c>ErrorCode</c>).</summary>
internal static class RefusalCodes
{
    /// <summary>
    /// Whether the row is refused for what it says: no request with it can have stored it. Not so where time, a lock or the other rows of the request decide:
    /// expired (E7640, E8030), approved (E7642, E8033), closed at this time (E7643), twice in one request (E8128), no data set found for all (E8002, E8003).
    /// </summary>
    public static bool IsOfContent(string? code) =>
        int.TryParse(code?.TrimStart('E'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is (>= 7610 and <= 7636) or (>= 8020 and <= 8025) or 8031 or (>= 8100 and <= 8125);
}
