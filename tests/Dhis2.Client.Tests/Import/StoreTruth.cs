using System.Globalization;
using Dhis2.Client.DataValues.Import;
using Dhis2.Sandbox.DataValues;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;
using ValueKey = Dhis2.Sandbox.DataValues.ValueKey;

namespace Dhis2.Client.Tests.Import;

/// <summary>Holds an account of an import against what a store held before and after; the first lie is told in words.</summary>
internal sealed class StoreTruth(IReadOnlyDictionary<ValueKey, StoredValue> before, IReadOnlyDictionary<ValueKey, StoredValue> after)
{
    public bool IsUntouched => before.Count == after.Count && before.All(pair => after.TryGetValue(pair.Key, out var value) && Same(pair.Value, value));

    /// <summary>Null when the account tells the truth of every row.</summary>
    public string? LieOf(IReadOnlyList<ImportRow> rows, ImportOptions options, ImportReport account)
    {
        if (account.Total != rows.Count)
            return $"{account.Total} rows in the account of {rows.Count}: {account}";
        if (options.DryRun)
            return IsUntouched ? null : "a dry run changed the store";
        var rejected = account.Problems.Where(c => c.Outcome == ImportOutcome.Rejected).Select(c => (int)c.Line!.Value).ToHashSet();
        if (rejected.Count != account.Rejected)
            return $"{account.Rejected} rejected, and {rejected.Count} of them named";
        // Overridden by a later row for the same value: not sent.
        rejected.UnionWith(account.Problems.Where(c => c.Outcome == ImportOutcome.Skipped).Select(c => (int)c.Line!.Value));
        var groups = rows.GroupBy(RecordedCase.Key).ToList();
        return Strangers(groups.Select(g => g.Key)) ?? groups.Select(g => LieOfKey(g.Key, [.. g], rejected, options)).FirstOrDefault(lie => lie is not null)
            ?? Counts(groups, rejected, options, account);
    }

    // What no row was about has not changed.
    private string? Strangers(IEnumerable<ValueKey> keys)
    {
        var known = keys.ToHashSet();
        var changed = before.Keys.Concat(after.Keys).Where(k => !known.Contains(k) && !Same(before.GetValueOrDefault(k), after.GetValueOrDefault(k))).ToList();
        return changed.Count == 0 ? null : $"{changed[0]} changed, and no row is about it";
    }

    // Where several rows are for one value, one of those that were taken holds.
    private string? LieOfKey(ValueKey key, IReadOnlyList<ImportRow> rows, HashSet<int> rejected, ImportOptions options)
    {
        var taken = rows.Where(r => !rejected.Contains((int)r.Line!.Value)).ToList();
        var (was, @is) = (before.GetValueOrDefault(key), after.GetValueOrDefault(key));
        if (taken.Count == 0)
            return Same(was, @is) ? null : $"row {rows[0].Line} was rejected, and {key} changed to {@is}";
        return taken.Any(r => Holds(r, options, was, @is)) ? null : $"row {taken[0].Line} was taken, and {key} holds {@is?.ToString() ?? "nothing"} instead of '{taken[0].Value.Value}'";
    }

    private string? Counts(List<IGrouping<ValueKey, ImportRow>> groups, HashSet<int> rejected, ImportOptions options, ImportReport account)
    {
        if (groups.Exists(g => g.Count() > 1))
            return null;
        var taken = groups.Select(g => g.Single()).Where(r => !rejected.Contains((int)r.Line!.Value)).ToList();
        // Zeros that their data element does not store hold nothing afterwards, and delete what was there; nothing else may be skipped.
        var zeros = taken.Where(r => !r.Value.Deleted && options.Strategy != ImportStrategy.Delete && IsZero(r)).Select(RecordedCase.Key).ToList();
        var absent = zeros.Count(key => after.GetValueOrDefault(key) is null or { Deleted: true });
        var left = zeros.Count(key => Same(before.GetValueOrDefault(key), after.GetValueOrDefault(key)));
        if (absent > account.Skipped + account.Deleted || account.Skipped > Math.Max(absent, left))
            return $"{absent} zeros are not stored, and {account.Skipped} rows are skipped";
        var changed = taken.Count(r => !Same(before.GetValueOrDefault(RecordedCase.Key(r)), after.GetValueOrDefault(RecordedCase.Key(r))));
        var written = account.Imported + account.Updated + account.Deleted + account.Skipped;
        return changed <= written ? null : $"{changed} values changed, and {written} rows are counted as written";
    }

    private static bool Holds(ImportRow row, ImportOptions options, StoredValue? was, StoredValue? stored)
    {
        if (row.Value.Deleted || options.Strategy == ImportStrategy.Delete)
            return stored is null or { Deleted: true };
        if (stored is { Deleted: false })
            return SameValue(row.Value.Value, stored.Value) || (options.Strategy == ImportStrategy.Create && IsZero(row) && Same(was, stored));
        return IsZero(row);
    }

    private static bool IsZero(ImportRow row) => decimal.TryParse(row.Value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == 0;

    // 2.43 stores YES as true and 7.0 as 7.
    private static bool SameValue(string? sent, string? stored) =>
        sent == stored || (decimal.TryParse(sent, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && a == b)
        || (stored == "true" && sent?.ToUpperInvariant() is "YES" or "Y" or "T" or "1" or "TRUE")
        || (stored == "false" && sent?.ToUpperInvariant() is "NO" or "N" or "F" or "0" or "FALSE");

    private static bool Same(StoredValue? a, StoredValue? b)
    {
        if (a is null || b is null)
            return a is null && b is null;
        return (a.Value, a.Comment, a.FollowUp, a.Deleted) == (b.Value, b.Comment, b.FollowUp, b.Deleted);
    }
}
