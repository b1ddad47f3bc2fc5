using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Base of the cmdlets that change what is there: what came of it is written with <c>-PassThru</c>.</summary>
/// <typeparam name="T">What is changed, one at a time.</typeparam>
public abstract class Dhis2UpdateCmdlet<T> : Dhis2ChangeCmdlet<T>
{
    /// <summary>Writes what was changed as the server holds it afterwards. Default: nothing is written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool WritesResult => PassThru;
}
