namespace Dhis2.Sandbox.DataValues;

/// <summary>
/// The data values: those that were written, over those a generated country holds, which are computed and never stored.
/// Also which data sets were registered as complete.
/// </summary>
internal sealed class ValueStore(GeneratedValues? generated)
{
    private readonly Dictionary<ValueKey, StoredValue> _written = [];
    private readonly HashSet<string> _metPeriods = new(StringComparer.Ordinal);

    /// <summary>One import or export at a time, as the sandbox does not imitate what two at once do to each other.</summary>
    public object Gate { get; } = new();

    public GeneratedValues? Generated => generated;

    /// <summary>What was written, in the order it came.</summary>
    public IReadOnlyDictionary<ValueKey, StoredValue> Written => _written;

    public StoredValue? Find(in ValueKey key) => _written.GetValueOrDefault(key) ?? generated?.Find(key);

    public void Put(in ValueKey key, StoredValue value) => _written[key] = value;

    public void Remove(in ValueKey key) => _written.Remove(key);

    /// <summary>The registrations, in the order they came.</summary>
    public Dictionary<CompletionKey, StoredCompletion> Completions { get; } = [];

    public void Complete(string dataSet, string period, string orgUnit, string attributeCombo, DateOnly day) =>
        Completions[new CompletionKey(dataSet, period, orgUnit, attributeCombo)] = new StoredCompletion(day, "", Completed: true);

    public DateOnly? CompletedOn(string dataSet, string period, string orgUnit, string attributeCombo) =>
        Completions.GetValueOrDefault(new CompletionKey(dataSet, period, orgUnit, attributeCombo))?.Date;

    /// <summary>Whether something was stored for the period before; from now on it counts as met.</summary>
    public bool Meet(string period) => !_metPeriods.Add(period) || _written.Keys.Any(key => key.Period == period) || Completions.Keys.Any(key => key.Period == period);
}

/// <summary>What a registration is of.</summary>
internal readonly record struct CompletionKey(string DataSet, string Period, string OrgUnit, string AttributeCombo);

/// <summary>A registration; one that was taken back may stay as not completed.</summary>
internal sealed record StoredCompletion(DateOnly Date, string StoredBy, bool Completed);
