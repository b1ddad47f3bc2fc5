namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of the cmdlets that change something at a server. Before each change the user may be asked, by the item's name, the server and what is to be done;
/// an error of one item is that item's, and the others are changed all the same. What comes of a change is written.
/// </summary>
/// <typeparam name="T">What is changed, one at a time: an id, a key.</typeparam>
public abstract class Dhis2ChangeCmdlet<T> : Dhis2SessionCmdlet
{
    /// <summary>What is done to an item, as the question says it: <c>Remove personal access token</c>.</summary>
    protected abstract string ActionOn(T item);

    /// <summary>How the question names an item.</summary>
    protected virtual string NameOf(T item) => item?.ToString() ?? "";

    /// <summary>Whether what comes of a change is written.</summary>
    private protected virtual bool WritesResult => true;

    /// <summary>Asks, as far as the user wants to be asked.</summary>
    private protected virtual bool Ask(string target, string action) => ShouldProcess(target, action);

    /// <summary>Whether an item is to be changed; false with <c>-WhatIf</c>, and where the user says no.</summary>
    protected bool ShouldChange(T item) => Ask($"{NameOf(item)} on {Caller.Session.Uri}", ActionOn(item));

    /// <summary>Changes each of the items that are to be changed, and writes what comes of it.</summary>
    protected void ChangeEach(IEnumerable<T>? items, Func<T, object?> change) => ForEachItem(items, item =>
    {
        if (ShouldChange(item))
            WriteResult(change(item));
    });

    /// <summary>Writes what came of a change, if there is something and it is wanted.</summary>
    protected void WriteResult(object? result)
    {
        if (WritesResult && result is not null)
            WriteObject(result);
    }
}
