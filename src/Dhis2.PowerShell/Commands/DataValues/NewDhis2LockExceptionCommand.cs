using System.Management.Automation;
using Dhis2.Client.DataValues.Locks;

namespace Dhis2.PowerShell.Commands;

/// <summary>Opens locked data sets again for periods and org units.</summary>
/// <parameter name="Confirm">Asks before each lock exception is made. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which lock exceptions would be made, and makes none.</parameter>
[Cmdlet(VerbsCommon.New, "Dhis2LockException", SupportsShouldProcess = true)]
[OutputType(typeof(LockException))]
public sealed class NewDhis2LockExceptionCommand : DataSetChangeCmdlet<LockException>
{
    private LockExceptionStore _store = null!;

    /// <inheritdoc/>
    protected override string ActionOn(LockException item) => "Make a lock exception";

    /// <inheritdoc/>
    protected override void Start() => _store = new LockExceptionStore(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput() => ChangeEach(
        Places().Select(place => new LockException { DataSet = place.DataSet, Period = place.Period, OrgUnit = place.OrgUnit }),
        item => Await(stop => _store.CreateAsync(item.DataSet!, item.Period!, item.OrgUnit!, stop)));
}
