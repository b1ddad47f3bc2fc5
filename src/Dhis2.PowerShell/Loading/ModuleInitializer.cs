using System.Management.Automation;
#if NET8_0_OR_GREATER
using System.Runtime.Loader;
#endif

namespace Dhis2.PowerShell.Loading;

/// <summary>Runs when the module is imported into a runspace, and when it is removed from one.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object s_gate = new();
    private static int s_imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (s_gate)
        {
            if (s_imports++ > 0)
                return;
#if NET8_0_OR_GREATER
            AssemblyLoadContext.Default.Resolving += DependencyContext.Resolve;
#else
            AppDomain.CurrentDomain.AssemblyResolve += FrameworkAssemblies.Resolve;
#endif
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (s_gate)
        {
            // Another runspace may still have it.
            if (s_imports == 0 || --s_imports > 0)
                return;
#if NET8_0_OR_GREATER
            AssemblyLoadContext.Default.Resolving -= DependencyContext.Resolve;
#else
            AppDomain.CurrentDomain.AssemblyResolve -= FrameworkAssemblies.Resolve;
#endif
        }
    }
}
