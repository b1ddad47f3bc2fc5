using System.Globalization;

namespace Dhis2.Sandbox.DataValues;

/// <summary>
/// The import of 2.43: the rows of a data set are one group, refused as a whole where one of them does not belong,
/// then written together; only bad values are refused one by one.
/// </summary>
internal sealed class GroupWiseImport(ImportRun run)
{
    private readonly ImportOutcome _outcome = new();

    private bool Deletes => ImportOptions.Kind(run.Options.Strategy) == "DELETE";

    public ImportOutcome Import(DataValueSet set)
    {
        var group = new GroupDecoder(run);
        if (group.Decode(set) is { } undecodable)
            return Refused(undecodable with { Indexes = [-1] }, set.Rows.Count, decoded: false);
        if (set.Rows.Count == 0 && set.Deletion is null)
            return Completed(group);
        if (group.FindDataSet() is { } homeless)
            return Refused(homeless, set.Rows.Count, decoded: true);
        var deletion = set.Deletion is null ? [] : Deletion(set.Deletion);
        if (new GroupRules(run, group, deletion).Refusal() is { } refusal)
            return Refused(refusal, set.Rows.Count, decoded: true);
        var good = JudgeValues(group);
        if (run.Options["atomic"] && _outcome.Rejected.Count > 0)
            return Atomic(set.Rows.Count);
        Delete(deletion, set.DryRun);
        Write(group, good, set);
        return Completed(group);
    }

    private static ImportOutcome Refused(Conflict conflict, int rows, bool decoded)
    {
        var outcome = new ImportOutcome { Status = "ERROR", DataSetComplete = decoded ? "false" : null };
        outcome.Conflicts.Add(conflict with { Indexes = decoded ? [.. Enumerable.Range(0, rows)] : conflict.Indexes });
        if (decoded)
            outcome.Rejected.UnionWith(Enumerable.Range(0, rows));
        return outcome;
    }

    private ImportOutcome Atomic(int rows)
    {
        var first = _outcome.Conflicts[0];
        var bad = _outcome.Rejected.Count;
        var conflict = bad == 1 ? first : GroupRules.Say(
            "E8000", $"Atomic mode requires all values to be valid but only {rows - bad}/{rows} were. First issue: {first.Message}", $"{rows - bad}-{rows}-{first.Message}");
        var outcome = Refused(conflict, rows, decoded: true);
        outcome.DataSetComplete = null;
        return outcome;
    }

    // One conflict a row, however much two of them are alike.
    private List<GroupRow> JudgeValues(GroupDecoder group)
    {
        var good = new List<GroupRow>();
        foreach (var row in group.Rows)
        {
            if (Deletes || row.Source.Deleted == true || GroupRules.ValueFault(row, run.Metadata.Element(row.Element)!) is not { } fault)
            {
                good.Add(row);
                continue;
            }
            _outcome.Conflicts.Add(fault with { Indexes = [row.Index] });
            _outcome.Rejected.Add(row.Index);
        }
        return good;
    }

    private static List<ValueKey> Deletion(DeletionScope scope) =>
        [.. from orgUnit in scope.OrgUnits
            from period in scope.Periods
            from element in scope.Elements
            select new ValueKey(
                element.Element, period, orgUnit, element.OptionCombo ?? ValueMetadata.DefaultOptionCombo, element.AttributeCombo ?? ValueMetadata.DefaultOptionCombo)];

    private void Delete(List<ValueKey> keys, bool dryRun)
    {
        foreach (var key in keys)
        {
            if (run.Store.Find(key) is not { } existing)
                continue;
            _outcome.Deleted++;
            if (!run.Options.DryRun && !dryRun)
                run.Store.Put(key, existing with { Value = null, Deleted = true, LastUpdated = run.Now });
        }
    }

    // The rows go into one statement: two for one key, or a text the database does not take, and none is written, without a word.
    private void Write(GroupDecoder group, List<GroupRow> good, DataValueSet set)
    {
        var dryRun = run.Options.DryRun || set.DryRun;
        var keys = new HashSet<ValueKey>();
        var written = dryRun || good.TrueForAll(row => keys.Add(row.Key) && !HasNul(row.Source));
        if (written && Deletes)
            _outcome.Deleted += good.Count;
        else if (written)
            _outcome.Updated += good.Count;
        _outcome.Ignored = written ? _outcome.Rejected.Count : group.Rows.Count;
        if (_outcome.Rejected.Count > 0)
            _outcome.Status = _outcome.Updated > 0 ? "WARNING" : "ERROR";
        if (!written || dryRun)
            return;
        foreach (var row in good)
            run.Store.Put(row.Key, Merged(row, run.Store.Find(row.Key)));
    }

    private StoredValue Merged(GroupRow row, StoredValue? existing)
    {
        var source = row.Source;
        var deleted = Deletes || source.Deleted == true;
        return new StoredValue
        {
            Value = source.Value is null ? null : ValueChecks.Normalise(source.Value, run.Metadata.Element(row.Element)!.ValueType, lenient: true),
            Comment = source.Comment ?? (deleted ? existing?.Comment : null),
            FollowUp = source.FollowUp ?? false,
            Deleted = deleted,
            StoredBy = run.User.Name,
            Created = existing?.Created ?? run.Now,
            LastUpdated = run.Now,
        };
    }

    private ImportOutcome Completed(GroupDecoder group)
    {
        if (group.CompleteDate is not { } day || _outcome.Status != "SUCCESS")
            return _outcome;
        _outcome.DataSetComplete = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!run.Options.DryRun)
            run.Store.Complete(group.DataSet!.Id, group.Period!.Iso, group.OrgUnit!, group.AttributeCombo ?? ValueMetadata.DefaultOptionCombo, day);
        return _outcome;
    }

    private static bool HasNul(DataValueRow row) => (row.Value?.Contains('\0') ?? false) || (row.Comment?.Contains('\0') ?? false);
}
