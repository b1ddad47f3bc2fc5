using System.Management.Automation;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Base;

/// <summary>Base of the cmdlets that talk to a server: <c>-Session</c>, or the session of the runspace.</summary>
public abstract class Dhis2SessionCmdlet : Dhis2Cmdlet
{
    /// <summary>
    /// The session to use: a session object, or the name given to <c>Connect-Dhis2 -Name</c>. Without it, the default session of this runspace. Example:
    /// <c>-Session prod</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public Dhis2SessionReference? Session { get; set; }

    /// <summary>The session, with this cmdlet as the listener of its events.</summary>
    protected Dhis2Caller Caller { get; private set; } = null!;

    /// <summary>The ids that references to objects of a type stand for, in their order. One that stands for none or for several is an error of its own, and is left out.</summary>
    protected IReadOnlyList<string> Resolve(IReadOnlyList<Dhis2Reference> references, MetadataType type)
    {
        var found = Find(references, type);
        var ids = new List<string>(references.Count);
        ForEachItem(references, reference => ids.Add(found.IdOf(reference)), reference => reference.Item);
        return ids;
    }

    /// <summary>What references to objects of a type stand for.</summary>
    private protected References Find(IReadOnlyList<Dhis2Reference> references, MetadataType type) =>
        Await(token => References.FindAsync(Caller, type, references, token));

    // Resolved here, on the pipeline thread: other threads have no default runspace.
    private protected override void Prepare() => Caller = SessionStore.Resolve(Session).As(ClientEvents);
}
