using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Asks before what cannot be undone.</summary>
internal static class Confirmation
{
    /// <summary>Whether to go on: <c>-Force</c> answers the question beforehand, and beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that was written out.</summary>
    public static bool Ask(PSCmdlet cmdlet, bool force, string target, string action)
    {
        var whatIf = LanguagePrimitives.IsTrue(CommonParameter.Of(cmdlet, "WhatIf"));
        var settled = force && !whatIf && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm");
        return settled || cmdlet.ShouldProcess(target, action);
    }
}
