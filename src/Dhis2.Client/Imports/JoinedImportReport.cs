using System.Globalization;
using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>One report of several imports, such as the shares of a partitioned one. It is a success only where all shares are there.</summary>
public sealed class JoinedImportReport : ImportReport
{
    private JoinedImportReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
        : base(counts, problems)
    {
    }

    /// <summary>How many reports it is made of.</summary>
    public int Shares { get; private init; }

    /// <summary>Shares of which there is no report, as <c>3/16</c>: nothing is known of their rows, and no count holds them.</summary>
    public IReadOnlyList<string> MissingShares { get; private init; } = [];

    /// <summary>Joins reports.</summary>
    /// <exception cref="Dhis2InputException">Two are of one share, or they are not of one import.</exception>
    public static JoinedImportReport Of(IReadOnlyList<ImportShare> shares)
    {
        var missing = MissingOf(shares);
        return new JoinedImportReport(shares.Aggregate(default(ImportCounts), (sum, share) => sum + share.Counts), new JoinedProblems([.. shares.Select(share => share.Problems)]))
        {
            Shares = shares.Count,
            MissingShares = missing,
            DryRun = shares.Count > 0 && shares.All(share => share.DryRun),
            Stopped = missing.Count > 0 || shares.Any(share => share.Stopped),
            Requests = shares.Sum(share => share.Requests),
            // They ran side by side.
            Elapsed = shares.Count > 0 ? shares.Max(share => share.Elapsed) : TimeSpan.Zero,
        };
    }

    private static List<string> MissingOf(IReadOnlyList<ImportShare> shares)
    {
        var parts = shares.Where(share => share.Partition is not null).ToLookup(share => ImportPartition.Parse(share.Partition!));
        if (parts.Count == 0)
            return [];
        if (parts.Sum(part => part.Count()) < shares.Count)
            throw new Dhis2InputException("Some of the reports are of shares of an import, and others are of whole imports.", "Join those of one import.");
        if (parts.FirstOrDefault(part => part.Count() > 1) is { } twice)
            throw new Dhis2InputException($"Two reports are of the share {twice.Key}: their rows would count twice.", "Leave out the one that does not count, such as that of a first try.") { Item = twice.Key.ToString() };
        var of = parts.Select(part => part.Key.Of).Distinct().ToList();
        if (of.Count > 1)
            throw new Dhis2InputException($"The reports are of imports in {string.Join(" and ", of)} shares.", "Join those of one import.");
        CheckRows(shares);
        return [.. Enumerable.Range(1, of[0]).Select(number => new ImportPartition(number, of[0])).Where(part => !parts.Contains(part)).Select(part => part.ToString())];
    }

    // Each share has read the whole input.
    private static void CheckRows(IReadOnlyList<ImportShare> shares)
    {
        var whole = shares.Where(share => !share.Stopped).ToList();
        var (fewest, most) = whole.Count == 0 ? (0, 0) : (whole.Min(RowsRead), whole.Max(RowsRead));
        if (fewest != most)
        {
            throw new Dhis2InputException(
                string.Format(CultureInfo.CurrentCulture, "The reports are not of one input: by one it has {0:N0} rows, by another {1:N0}.", fewest, most), "Join those of one import.");
        }
    }

    private static long RowsRead(ImportShare share) => share.Counts.Total + share.OtherRows;
}
