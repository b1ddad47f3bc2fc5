using System.Globalization;
using System.Management.Automation;

namespace Dhis2;

/// <summary>
/// An object of which the properties are known beforehand, since they were asked for one by one: a row of a SQL view, or metadata read in part.
/// Its class is made at run time. A property that the server has no value for is null. A row remembers what it held where a property is set.
/// </summary>
public abstract class Row
{
    private Dictionary<string, object?>? _before;

    /// <summary>What the properties held that have been set since the row was made.</summary>
    internal IReadOnlyDictionary<string, object?>? Before => _before;

    /// <summary>Called by the setters of the classes that are made, with what a property holds until then.</summary>
    protected void Remember(string name, object? value)
    {
        _before ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        if (!_before.ContainsKey(name))
            _before[name] = value;
    }

    /// <summary>The properties and their values, as PowerShell writes those of its own objects: <c>@{id=a; name=b}</c>.</summary>
    public override string ToString() =>
        "@{" + string.Join("; ", new PSObject(this).Properties.Select(p => $"{p.Name}={Convert.ToString(p.Value, CultureInfo.InvariantCulture)}")) + "}";
}
