using System.Globalization;
using System.Management.Automation;

namespace Dhis2;

/// <summary>
/// An object of which the properties are known beforehand, since they were asked for one by one: a row of a SQL view, or metadata read in part.
/// Its class is made at run time. A property that the server has no value for is null.
/// </summary>
public abstract class Row
{
    /// <summary>The properties and their values, as PowerShell writes those of its own objects: <c>@{id=a; name=b}</c>.</summary>
    public override string ToString() =>
        "@{" + string.Join("; ", new PSObject(this).Properties.Select(p => $"{p.Name}={Convert.ToString(p.Value, CultureInfo.InvariantCulture)}")) + "}";
}
