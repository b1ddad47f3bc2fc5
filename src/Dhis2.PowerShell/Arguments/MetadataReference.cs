using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Tells what kind of metadata an object of the pipeline is.</summary>
internal static class MetadataReference
{
    private static readonly Dictionary<string, string> s_types = MetadataType.Known.ToDictionary(t => t.TypeName, t => t.Plural, StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of an object that this module gave, also after a job or another machine: <c>organisationUnits</c>. Null for any other object.</summary>
    public static string? TypeOf(PSObject item)
    {
        const string FromElsewhere = "Deserialized.";
        foreach (var name in item.TypeNames)
        {
            if (s_types.TryGetValue(name.StartsWith(FromElsewhere, StringComparison.Ordinal) ? name.Substring(FromElsewhere.Length) : name, out var type))
                return type;
        }
        return null;
    }
}
