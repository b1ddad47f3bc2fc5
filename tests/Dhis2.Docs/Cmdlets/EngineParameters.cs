using System.Management.Automation;
using System.Reflection;

namespace Dhis2.Docs.Cmdlets;

/// <summary>Parameters that the engine adds to a cmdlet that asks for them in its attribute.</summary>
internal static class EngineParameters
{
    public static IEnumerable<CmdletParameter> Of(Type type, CustomAttributeData cmdlet, Comments comments)
    {
        if (cmdlet.Get<bool>(nameof(CmdletAttribute.SupportsShouldProcess)))
        {
            yield return Make("WhatIf", typeof(SwitchParameter), "wi");
            yield return Make("Confirm", typeof(SwitchParameter), "cf");
        }
        if (cmdlet.Get<bool>(nameof(CmdletAttribute.SupportsPaging)))
        {
            yield return Make("IncludeTotalCount", typeof(SwitchParameter));
            yield return Make("Skip", typeof(ulong));
            yield return Make("First", typeof(ulong));
        }

        CmdletParameter Make(string name, Type parameter, params string[] aliases) =>
            new(name, parameter, comments.Of(type, name), aliases, TakesWildcards: false, Default: "", [new(SetUse.All)]);
    }
}
