using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Dhis2.PowerShell.Sessions;
#if NET8_0_OR_GREATER
using System.Runtime.Loader;
#endif

namespace Dhis2.PowerShell.Loading;

/// <summary>Runs when the module is imported into a runspace, and when it is removed from one. When the last one has removed it, the sessions end: their passwords do not outlive it.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly ModuleImports s_imports = new();
    private static readonly object s_gate = new();
    private static bool s_answers;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (s_gate)
        {
            s_imports.Add(Runspace.DefaultRunspace);
            if (s_answers)
                return;
            s_answers = true;
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
            if (!s_imports.Remove(Runspace.DefaultRunspace))
                return;
            SessionStore.EndAll();
            s_answers = false;
#if NET8_0_OR_GREATER
            AssemblyLoadContext.Default.Resolving -= DependencyContext.Resolve;
#else
            AppDomain.CurrentDomain.AssemblyResolve -= FrameworkAssemblies.Resolve;
#endif
        }
    }
}
