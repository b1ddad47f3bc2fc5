using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Leaves the last of several rows for one value: left to themselves, servers take the first or the last as it comes (2.40 to 2.42), or refuse all rows (2.43).
/// </summary>
internal sealed class DuplicateFilter(Dhis2Caller caller, ImportOptions options)
{
    /// <summary>The rows without those that a later one overrides; these are skipped in the account.</summary>
    public async Task<List<ImportRow>> ApplyAsync(List<ImportRow> rows, ImportSummary account, CancellationToken cancellationToken)
    {
        // Only where some rows spell an option combo and others leave it out does the default's own id matter.
        var mixed = Mixed(rows, r => r.Value.CategoryOptionCombo) || Mixed(rows, r => r.Value.AttributeOptionCombo);
        var defaultCombo = mixed ? await DefaultCombo.OfAsync(caller, options.Schemes, cancellationToken).ConfigureAwait(false) : null;
        var last = new Dictionary<ValueKey, int>(rows.Count);
        HashSet<int>? overridden = null;
        for (var i = 0; i < rows.Count; i++)
        {
            var key = ValueKey.Of(rows[i].Value, defaultCombo);
            if (last.TryGetValue(key, out var earlier))
            {
                (overridden ??= []).Add(earlier);
                account.Skip(rows[earlier], $"A later row ({ImportSummary.Conflict("", rows[i], "", null).Place}) is for the same value and counts instead.");
            }
            last[key] = i;
        }
        return overridden is null ? rows : rows.Where((_, i) => !overridden.Contains(i)).ToList();
    }

    private static bool Mixed(List<ImportRow> rows, Func<ImportRow, string?> combo)
    {
        var (without, with) = (false, false);
        foreach (var row in rows)
        {
            if (combo(row) is null)
                without = true;
            else
                with = true;
            if (without && with)
                return true;
        }
        return false;
    }
}
