using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Registers completions one by one. A row that cannot be registered is ignored, and the reason told without its place.</summary>
internal sealed class CompletionImport(SandboxState state, ImportOptions options, SandboxUser user)
{
    private readonly ValueMetadata _metadata = new(state.Country);
    private readonly ImportOutcome _outcome = new() { DataSetComplete = null };

    private ValueStore Store => state.DataValues;

    public ImportOutcome Run(IReadOnlyList<JsonObject> rows)
    {
        if (state.Dialect >= Dialect.V43 && CrashOf(rows) is { } crash)
            return ImportOutcome.Crashed(new ImportCrashException(crash));
        foreach (var row in rows)
        {
            if (FaultOf(row, out var key) is { } fault)
                _outcome.Conflicts.Add(new Conflict(null, fault.Message, fault.Object) { Objects = null });
            else
                Register(key, row);
        }
        _outcome.Ignored = rows.Count - _outcome.Imported - _outcome.Updated - _outcome.Deleted;
        _outcome.Status = _outcome.Ignored == rows.Count ? "ERROR" : "SUCCESS";
        return _outcome;
    }

    // 2.43 gives up at a period that is none, and at the first registration of one that it never met, which it has met then.
    private string? CrashOf(IReadOnlyList<JsonObject> rows)
    {
        foreach (var period in rows.Select(row => Text(row, "period")).OfType<string>())
        {
            if (period.Length is < 4 or > 11)
                return $"java.lang.IllegalArgumentException: Period must be have between 4 and 11 characters but got: `{period}`";
        }
        var unmet = rows.Select(row => Text(row, "period")).OfType<string>().Distinct().Where(period => !Store.Meet(period)).ToList();
        return unmet.Count > 0 ? "Failed to flush BatchHandler" : null;
    }

    private (string? Object, string Message)? FaultOf(JsonObject row, out CompletionKey key)
    {
        key = default;
        var (set, period, unit) = (Text(row, "dataSet"), Text(row, "period"), Text(row, "organisationUnit"));
        if (set is null || _metadata.Uid("dataSets", options.Schemes.DataSet, set) is not { } setId)
            return (set, "Data set not found or not accessible");
        if (_metadata.Period(period) is not { } known)
            return (period, "Period not valid");
        if (unit is null || _metadata.Uid("organisationUnits", options.Schemes.OrgUnit, unit) is not { } unitId)
            return (unit, "Organisation unit not found or not accessible");
        if (!user.IsSuper && !_metadata.IsWithin(unitId, user.OrgUnits))
            return (unitId, $"Organisation unit is not in hierarchy of user: {user.Username}");
        var combo = Text(row, "attributeOptionCombo") is { } given ? _metadata.Uid("categoryOptionCombos", options.Schemes.OptionCombo, given) : null;
        key = new CompletionKey(setId, known.Iso, unitId, combo ?? ValueMetadata.DefaultOptionCombo);
        return null;
    }

    private void Register(CompletionKey key, JsonObject row)
    {
        var isThere = Store.Completions.ContainsKey(key);
        var strategy = ImportOptions.Kind(options.Strategy);
        if (strategy == "DELETE")
        {
            _outcome.Deleted += Store.Completions.Remove(key) ? 1 : 0;
            return;
        }
        if ((isThere && strategy == "CREATE") || (!isThere && strategy == "UPDATE"))
            return;
        var date = Text(row, "date") is { } day ? DateOnly.ParseExact(day[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture) : DateOnly.FromDateTime(DateTime.UtcNow);
        if (!options.DryRun)
            Store.Completions[key] = new StoredCompletion(date, Text(row, "storedBy") ?? user.Username, (bool?)row["completed"] ?? true);
        if (isThere)
            _outcome.Updated++;
        else
            _outcome.Imported++;
    }

    private static string? Text(JsonObject row, string name) => (string?)row[name];
}
