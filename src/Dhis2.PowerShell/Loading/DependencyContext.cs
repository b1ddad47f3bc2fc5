#if NET8_0_OR_GREATER
using System.Reflection;
using System.Runtime.Loader;

namespace Dhis2.PowerShell.Loading;

/// <summary>
/// Keeps Dhis2.Csv and CsvHelper to themselves, so that another module's CsvHelper, older or newer, and ours never meet.
/// </summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private const string Bridge = "Dhis2.Csv";

    private static readonly DependencyContext s_context = new();
    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");

    private DependencyContext()
        : base("Dhis2")
    {
    }

    /// <summary>Answers one name: what else is missing in the default context is not ours to give.</summary>
    public static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Bridge ? s_context.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Dhis2.Client and the runtime's own come from the default context, or types would not match.
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#endif
