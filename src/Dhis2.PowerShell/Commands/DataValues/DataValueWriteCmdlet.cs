using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that write single data values: by which data set's rules.</summary>
public abstract class DataValueWriteCmdlet : DataValueCellCmdlet
{
    /// <summary>
    /// The data set whose rules hold: id, name, <c>code:X</c>. Servers of 2.43 and later want it where the data element is in several data sets. Example:
    /// <c>-DataSet J33aMjt3IoU</c>.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference? DataSet { get; set; }

    /// <summary>Writes although the data set is locked for the period or approved, where the account may do that (the server's <c>force</c>).</summary>
    [Parameter]
    public SwitchParameter OverrideLock { get; set; }

    /// <summary>The id of the data set; null where none is given.</summary>
    private protected string? DataSetId => OptionalId(DataSet, "dataSets");
}
