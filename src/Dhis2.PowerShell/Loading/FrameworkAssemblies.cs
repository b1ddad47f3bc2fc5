#if NET472
using System.Reflection;

namespace Dhis2.PowerShell.Loading;

/// <summary>
/// Answers for the assemblies the module brings along: a module has no binding redirects of its own on .NET Framework.
/// </summary>
internal static class FrameworkAssemblies
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(FrameworkAssemblies).Assembly.Location)!;

    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Dhis2.Client", "Dhis2.Csv", "CsvHelper", "Microsoft.Bcl.AsyncInterfaces", "System.Buffers", "System.Memory",
        "System.Numerics.Vectors", "System.Runtime.CompilerServices.Unsafe", "System.Text.Encodings.Web", "System.Text.Json",
        "System.Threading.Tasks.Extensions", "System.ValueTuple",
    };

    /// <summary>Our copy of a name on the list, and nothing else.</summary>
    public static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        var name = new AssemblyName(args.Name).Name;
        if (!s_names.Contains(name))
            return null;
        var path = Path.Combine(s_folder, name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
#endif
