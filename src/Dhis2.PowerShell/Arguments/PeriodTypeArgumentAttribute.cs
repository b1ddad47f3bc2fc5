using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Refuses what is no type of periods on any server, since a list that is compared with it would be empty without a word.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PeriodTypeArgumentAttribute : ValidateEnumeratedArgumentsAttribute
{
    // Of servers of 2.40 to 2.44 (server: PeriodTypeEnum); not all have the later ones.
    private static readonly string[] s_names =
    [
        "Daily", "Weekly", "WeeklyWednesday", "WeeklyThursday", "WeeklyFriday", "WeeklySaturday", "WeeklySunday", "BiWeekly", "Monthly", "BiMonthly", "Quarterly", "QuarterlyNov",
        "SixMonthly", "SixMonthlyApril", "SixMonthlyNov", "Yearly", "TwoYearly", "FinancialFeb", "FinancialApril", "FinancialJuly", "FinancialAug", "FinancialSep", "FinancialOct", "FinancialNov",
    ];

    /// <summary>The types there are.</summary>
    internal static IReadOnlyList<string> Names => s_names;

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (ServerText.Bare(element) is not string text || !s_names.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw new ValidationMetadataException($"'{element}' is no type of periods: use {string.Join(", ", s_names)}.");
    }
}
