using System.Management.Automation;
using Dhis2.Client.Profiles;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Profiles;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets for profiles.</summary>
/// <parameter name="Confirm">Asks before anything is written.</parameter>
/// <parameter name="WhatIf">Says what would be written, and writes nothing.</parameter>
public abstract class ProfileCmdlet : Dhis2Cmdlet
{
    private ProfileStore? _store;

    /// <summary>Only the <c>User</c>'s or the <c>Project</c>'s.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ProfileScope? Scope { get; set; }

    private protected ProfileStore Store => _store ??= ProfileAccess.Store(this);

    /// <summary>The profiles that a name or pattern means; an error when a name without wildcards means none.</summary>
    private protected List<Profile> Find(string name)
    {
        var pattern = Wildcards.Of(name);
        var found = Store.List(Scope).Where(p => pattern.IsMatch(p.Name)).ToList();
        return found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name) ? [Store.Get(name, Scope)] : found;
    }

    /// <summary>What ShouldProcess asks about.</summary>
    private protected static string Target(string name, string? path) => $"profile '{name}' in {path}";
}
