using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Patterns that users write: case does not matter, and means the same on every machine (a Turkish one folds i and I otherwise).</summary>
internal static class Wildcards
{
    public static WildcardPattern Of(string pattern) => new(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
}
