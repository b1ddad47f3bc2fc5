using System.Globalization;

namespace Dhis2.Sandbox.DataValues;

/// <summary>
/// The import of 2.40 to 2.42: every row is judged by itself, good ones are stored beside bad ones,
/// and a failure in the middle leaves what was written so far.
/// </summary>
internal sealed class RowWiseImport(ImportRun run)
{
    // New rows are kept back and written together; a failure loses those that are kept back.
    private const int Block = 2_000;

    private readonly ImportOutcome _outcome = new() { Description = "Import process completed successfully" };
    private readonly Dictionary<ValueKey, StoredValue> _pending = [];
    private readonly RowWiseRules _rules = new(run);
    private string _strategy = "CREATE_AND_UPDATE";
    private bool _dryRun;

    public ImportOutcome Import(DataValueSet set)
    {
        _strategy = ImportOptions.Kind(set.Strategy ?? run.Options.Strategy);
        _dryRun = run.Options.DryRun || set.DryRun;
        var completeDate = CompleteDate(set.CompleteDate);
        if (_rules.Envelope(set) is { } conflict)
            return Aborted(conflict);
        for (var index = 0; index < set.Rows.Count; index++)
            Import(set.Rows[index], index);
        Flush();
        if (completeDate is { } day)
            Complete(day);
        if (_outcome.Conflicts.Count > 0)
            _outcome.Status = "WARNING";
        return _outcome;
    }

    private static ImportOutcome Aborted(Conflict conflict)
    {
        var outcome = new ImportOutcome { Status = "ERROR", Description = "Import process was aborted", DataSetComplete = null };
        outcome.Conflicts.Add(conflict);
        return outcome;
    }

    private DateOnly? CompleteDate(string? text)
    {
        if (text is null or "" or "null" or "false")
            return null;
        if (text == "true")
            return run.Today;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        throw new ImportCrashException($"Text '{text}' could not be parsed at index 0");
    }

    private void Complete(DateOnly day)
    {
        if (_rules.OrgUnit is null || _rules.Period is null)
        {
            var missing = _rules.OrgUnit is null ? "OrganisationUnit" : "Period";
            _outcome.Conflicts.Add(new Conflict(null, "Must be provided to complete data set", missing) { Objects = null });
            _outcome.DataSetComplete = null;
            return;
        }
        if (_rules.DataSet is null)
            return;
        if (!_dryRun)
            run.Store.Complete(_rules.DataSet.Id, _rules.Period.Iso, _rules.OrgUnit.Uid, _rules.AttributeCombo ?? ValueMetadata.DefaultOptionCombo, day);
        _outcome.DataSetComplete = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private void Import(DataValueRow row, int index)
    {
        var deletes = _strategy == "DELETE" || row.Deleted == true;
        if (_rules.Judge(row, deletes, out var key, out var element) is { } conflict)
        {
            _outcome.Ignored++;
            _outcome.Reject(index, conflict);
            return;
        }
        var existing = run.Options["skipExistingCheck"] ? null : run.Store.Find(key);
        var value = new StoredValue
        {
            Value = Trimmed(row.Value) is null ? null : ValueChecks.Normalise(row.Value!, element.ValueType, lenient: false),
            Comment = Trimmed(row.Comment) is null ? null : row.Comment,
            FollowUp = row.FollowUp ?? false,
            Deleted = deletes,
            StoredBy = row.StoredBy is { Length: > 0 } name ? name : run.User.Name,
            Created = existing?.Created ?? run.Now,
            LastUpdated = run.Now,
        };
        var isPointless = IsPointlessZero(value, element);
        if (isPointless && (existing is null || _strategy == "CREATE"))
            return; // Counted nowhere.
        if (existing is { Deleted: false })
            Replace(key, existing, value with { Deleted = value.Deleted || isPointless }, element, index);
        else
            Add(key, existing, value, element, index);
    }

    private void Replace(in ValueKey key, StoredValue existing, StoredValue value, ElementFacts element, int index)
    {
        if (_strategy == "CREATE")
        {
            Mismatch(index);
        }
        else if (value.Deleted || IsEmpty(value))
        {
            _outcome.Deleted++;
            Update(key, value with { Deleted = true }, element);
        }
        else if (existing.Value == value.Value && existing.Comment == value.Comment && existing.FollowUp == value.FollowUp)
        {
            _outcome.Ignored++;
        }
        else
        {
            _outcome.Updated++;
            Update(key, value, element);
        }
    }

    private void Add(in ValueKey key, StoredValue? deleted, StoredValue value, ElementFacts element, int index)
    {
        if (_strategy is "UPDATE" or "DELETE")
        {
            Mismatch(index);
        }
        else if (IsEmpty(value))
        {
            _outcome.Ignored++;
        }
        else if (deleted is not null)
        {
            _outcome.Imported++;
            Update(key, value, element);
        }
        else if (_dryRun || _pending.TryAdd(key, Checked(value, element)))
        {
            // Of several rows for one new value the first stays, and the others are counted nowhere.
            _outcome.Imported++;
            if (_pending.Count == Block)
                Flush();
        }
    }

    // Rows that do not fit the strategy are rejected without a word.
    private void Mismatch(int index)
    {
        _outcome.Ignored++;
        _outcome.Rejected.Add(index);
    }

    private void Update(in ValueKey key, StoredValue value, ElementFacts element)
    {
        if (_dryRun)
            return;
        Checked(value, element);
        if (HasNul(value))
            throw new ImportCrashException("Failed to update object");
        run.Store.Put(key, value);
    }

    private void Flush()
    {
        if (_dryRun)
            return;
        foreach (var (key, value) in _pending)
        {
            if (HasNul(value) || (run.Options["skipExistingCheck"] && run.Store.Find(key) is not null))
                throw new ImportCrashException("Failed to flush BatchHandler");
        }
        foreach (var (key, value) in _pending)
            run.Store.Put(key, value);
        _pending.Clear();
    }

    private StoredValue Checked(StoredValue value, ElementFacts element) =>
        element.ValueType == "FILE_RESOURCE" && value is { Deleted: false, Value: { } file } && run.Metadata.Country.Find("fileResources", file) is null
            ? throw new ImportCrashException("Cannot invoke \"org.hisp.dhis.fileresource.FileResource.setAssigned(boolean)\" because \"fr\" is null")
            : value;

    private static bool HasNul(StoredValue value) => (value.Value?.Contains('\0') ?? false) || (value.Comment?.Contains('\0') ?? false);

    private static bool IsEmpty(StoredValue value) => value.Value is null && value.Comment is null;

    private static bool IsPointlessZero(StoredValue value, ElementFacts element) =>
        value.Value is not null && !element.ZeroIsSignificant && ValueChecks.IsNumeric(element.ValueType)
        && !element.Aggregation.StartsWith("AVERAGE", StringComparison.Ordinal) && ValueChecks.IsZero(value.Value);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
