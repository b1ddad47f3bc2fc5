using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that change to which org units data sets are assigned.</summary>
public abstract class DataSetOrgUnitCmdlet : MetadataItemCmdlet
{
    /// <summary>Data sets: ids, names, <c>code:X</c> or objects. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Org units: ids, names, <c>code:X</c> or objects; also from the pipeline. Example: <c>-OrgUnit KFiYEZCK1ek</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("OrganisationUnit")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    private protected sealed override (string Type, string Property) List => ("dataSets", "organisationUnits");

    private protected sealed override Dhis2Reference[] Objects => DataSet;

    private protected sealed override Dhis2Reference[] Items => OrgUnit;
}
