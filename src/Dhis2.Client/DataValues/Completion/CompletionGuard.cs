using System.Text.RegularExpressions;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>Refuses rows that could not be registered, and that would on 2.43 take all rows of their request along.</summary>
internal static class CompletionGuard
{
    // Four digits, then letters, digits and dashes: which of them mean a period, the server's calendar decides.
    private static readonly Regex s_period = new("^[0-9]{4}[A-Za-z0-9-]{0,12}$", RegexOptions.CultureInvariant);

    /// <summary>What is wrong with a row; null when nothing is.</summary>
    public static string? Check(DataSetCompletion row) =>
        CheckUid("data set", row.DataSet) ?? CheckUid("org unit", row.OrgUnit)
        ?? (row.AttributeOptionCombo is null ? null : CheckUid("attribute option combo", row.AttributeOptionCombo))
        ?? CheckPeriod(row.Period);

    private static string? CheckUid(string what, string? uid)
    {
        if (string.IsNullOrEmpty(uid))
            return $"The row has no {what}.";
        return Uid.IsValid(uid) ? null : $"'{uid}' cannot be the uid of the {what}: a uid is a letter and ten letters or digits.";
    }

    private static string? CheckPeriod(string? period)
    {
        if (string.IsNullOrEmpty(period))
            return "The row has no period.";
        return s_period.IsMatch(period) ? null : $"'{period}' is no period: periods look like 202401, 2024Q1, 2024W5, 20240131 or 2024.";
    }
}
