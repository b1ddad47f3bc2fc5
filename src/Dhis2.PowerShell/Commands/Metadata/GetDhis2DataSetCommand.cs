using System.Management.Automation;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads data sets.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataSet", SupportsPaging = true)]
[OutputType("Dhis2.DataSet")]
public sealed class GetDhis2DataSetCommand : MetadataQueryCmdlet
{
    /// <summary>Org units, as behind <c>-Id</c>: reads the data sets that are assigned to one of them. Example: <c>-OrgUnit 'North Clinic 1.1'</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? OrgUnit { get; set; }

    /// <summary>Period types, in any case of letters. Example: <c>-PeriodType Monthly, Quarterly</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PeriodTypeCompleter))]
    [PeriodTypeArgument]
    [ValidateNotNullOrEmpty]
    public string[]? PeriodType { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("dataSets");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,periodType,categoryCombo[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.DataSet#Overview";

    // Servers refuse filters by the type of periods.
    /// <inheritdoc/>
    protected override IEnumerable<string> ComparedFields => PeriodType is null ? [] : ["periodType"];

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related => [new("organisationUnits.id", "organisationUnits", OrgUnit) { IsCollection = true }];

    /// <inheritdoc/>
    protected override bool IsWanted(object item) =>
        (PeriodType is null || PeriodType.Contains(PSObjectReader.Text(item, "periodType"), StringComparer.OrdinalIgnoreCase)) && base.IsWanted(item);
}
