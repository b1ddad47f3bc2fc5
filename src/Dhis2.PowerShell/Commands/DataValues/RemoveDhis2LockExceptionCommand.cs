using System.Management.Automation;
using Dhis2.Client.DataValues.Locks;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Removes lock exceptions, so that their data sets are locked again.</summary>
/// <parameter name="Confirm">Asks before each lock exception is removed, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which lock exceptions would be removed, and removes none.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2LockException", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhis2LockExceptionCommand : DataSetChangeCmdlet<LockException>
{
    private LockExceptionStore _store = null!;

    /// <summary>Does not ask. It beats neither <c>-WhatIf</c> nor a <c>-Confirm</c> that is written out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(LockException item) => "Remove the lock exception";

    private protected override bool Ask(string target, string action) => Confirmation.Ask(this, Force, target, action);

    /// <inheritdoc/>
    protected override void Start() => _store = new LockExceptionStore(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput() => ChangeEach(
        Places().Select(place => new LockException { DataSet = place.DataSet, Period = place.Period, OrgUnit = place.OrgUnit }),
        item =>
        {
            Await(stop => _store.DeleteAsync(item.DataSet!, item.Period!, item.OrgUnit!, stop));
            return null;
        });
}
