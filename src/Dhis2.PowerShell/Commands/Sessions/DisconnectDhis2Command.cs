using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Commands;

/// <summary>Ends sessions and closes their connections.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Dhis2")]
[OutputType(typeof(void))]
public sealed class DisconnectDhis2Command : Dhis2Cmdlet
{
    /// <summary>Sessions to end, as objects or by name. Without it, the default session of this runspace. Example: <c>-Session training</c>.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2SessionReference[]? Session { get; set; }

    /// <inheritdoc/>
    protected override bool IsTerminating(Dhis2Exception fault) => false;

    // An empty pipeline ends no session; the default session is ended only where no argument was given.
    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Session ?? [null!], reference =>
    {
        var session = SessionStore.Resolve(reference);
        SessionStore.Remove(session);
        Await(token => session.EndAsync(ClientEvents, token));
        WriteVerbose($"Ended the session with {session.Uri}.");
    });
}
