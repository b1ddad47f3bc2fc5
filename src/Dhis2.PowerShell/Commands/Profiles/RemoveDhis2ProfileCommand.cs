using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Removes profiles. A secret in a vault stays there.</summary>
[Cmdlet(VerbsCommon.Remove, "Dhis2Profile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhis2ProfileCommand : ProfileCmdlet
{
    /// <summary>Names, with wildcards. Example: <c>-Name test*</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Does not ask. With <c>-WhatIf</c> nothing is removed all the same.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Name, name => ForEachItem(ProfilesNamed(name), Remove, _ => name));

    // A name alone means one profile, that which Connect-Dhis2 would take; a pattern means all that match.
    private List<Profile> ProfilesNamed(string name) => WildcardPattern.ContainsWildcardCharacters(name) ? Find(name) : [Store.Get(name, Scope)];

    private void Remove(Profile profile)
    {
        if (Confirmation.Ask(this, Force, Target(profile.Name, profile.Path), "Remove profile"))
            Await(token => Store.RemoveAsync(profile.Name, profile.Scope, token));
    }
}
