using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>What holds for a cmdlet of the parameters that all have.</summary>
internal static class CommonParameter
{
    /// <summary>The parameter as it was given, or else its preference variable: of <c>WhatIf</c>, <c>$WhatIfPreference</c>.</summary>
    public static object? Of(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out var given) ? given : cmdlet.GetVariableValue(name + "Preference");
}
