using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Base of the cmdlets that remove things from a server: they ask, unless told not to with <c>-Force</c>, and write nothing.</summary>
/// <typeparam name="T">What is removed, one at a time.</typeparam>
public abstract class Dhis2RemoveCmdlet<T> : Dhis2ChangeCmdlet<T>
{
    /// <summary>Does not ask. It beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that is written out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Ask(string target, string action) => Confirmation.Ask(this, Force, target, action);

    /// <summary>Removes each of the items that are to be removed.</summary>
    protected void RemoveEach(IEnumerable<T>? items, Func<T, CancellationToken, Task> remove) => ChangeEach(items, item =>
    {
        Await(stop => remove(item, stop));
        return null;
    });
}
