namespace Dhis2.Sandbox.DataValues;

/// <summary>
/// The data values: those that were written, over those a generated country holds, which are computed and never stored.
/// Also the days on which data sets were completed.
/// </summary>
internal sealed class ValueStore(GeneratedValues? generated)
{
    private readonly Dictionary<ValueKey, StoredValue> _written = [];
    private readonly Dictionary<(string DataSet, string Period, string OrgUnit, string AttributeCombo), DateOnly> _completed = [];

    /// <summary>One import or export at a time, as the sandbox does not imitate what two at once do to each other.</summary>
    public object Gate { get; } = new();

    public GeneratedValues? Generated => generated;

    /// <summary>What was written, in the order it came.</summary>
    public IReadOnlyDictionary<ValueKey, StoredValue> Written => _written;

    public StoredValue? Find(in ValueKey key) => _written.GetValueOrDefault(key) ?? generated?.Find(key);

    public void Put(in ValueKey key, StoredValue value) => _written[key] = value;

    public void Remove(in ValueKey key) => _written.Remove(key);

    public void Complete(string dataSet, string period, string orgUnit, string attributeCombo, DateOnly day) =>
        _completed[(dataSet, period, orgUnit, attributeCombo)] = day;

    public DateOnly? CompletedOn(string dataSet, string period, string orgUnit, string attributeCombo) =>
        _completed.TryGetValue((dataSet, period, orgUnit, attributeCombo), out var day) ? day : null;
}
