using System.Management.Automation.Runspaces;

namespace Dhis2.PowerShell.Loading;

/// <summary>Which runspaces of the process have the module. One that was closed has it no more, though it never removed it. Not thread-safe.</summary>
internal sealed class ModuleImports
{
    private readonly List<WeakReference<Runspace>> _runspaces = [];

    /// <summary>Notes that a runspace has imported it.</summary>
    public void Add(Runspace runspace)
    {
        Forget(null);
        _runspaces.Add(new WeakReference<Runspace>(runspace));
    }

    /// <summary>Notes that a runspace has removed it; true where none has it any more.</summary>
    public bool Remove(Runspace runspace)
    {
        Forget(runspace);
        return _runspaces.Count == 0;
    }

    private void Forget(Runspace? removed) => _runspaces.RemoveAll(reference =>
        !reference.TryGetTarget(out var runspace) || runspace == removed || runspace.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Closing or RunspaceState.Broken);
}
