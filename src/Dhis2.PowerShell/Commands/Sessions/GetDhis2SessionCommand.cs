using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Commands;

/// <summary>Lists open sessions: the default one of this runspace, and the named ones of the process.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Session")]
[OutputType(typeof(Session))]
public sealed class GetDhis2SessionCommand : Dhis2Cmdlet
{
    /// <summary>Names, with wildcards. Without it, the default session and all named ones. A name without wildcards that is not there is an error. Example: <c>-Name 'prod*'</c>.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (var name in Name ?? [])
            WriteNamed(name);
        if (Name is null)
            WriteAll();
    }

    private void WriteNamed(string name)
    {
        var pattern = Wildcards.Of(name);
        var found = SessionStore.Named.Where(s => pattern.IsMatch(s.Name)).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            WriteError(new Dhis2InputException($"There is no session named '{name}'.", "See those there are with Get-Dhis2Session.") { Item = name });
        WriteObject(found, enumerateCollection: true);
    }

    private void WriteAll()
    {
        var usual = SessionStore.Default is { IsDisposed: false } session ? session : null;
        if (usual is not null)
            WriteObject(usual);
        WriteObject(SessionStore.Named.Where(s => s != usual).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase), enumerateCollection: true);
    }
}
