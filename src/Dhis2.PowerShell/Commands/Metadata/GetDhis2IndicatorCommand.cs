using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads indicators.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Indicator", SupportsPaging = true)]
[OutputType("Dhis2.Indicator")]
public sealed class GetDhis2IndicatorCommand : MetadataQueryCmdlet
{
    /// <summary>Indicator groups, as behind <c>-Id</c>: reads their members. Example: <c>-Group code:ANC</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Group { get; set; }

    /// <summary>Indicator types, as behind <c>-Id</c>: reads the indicators of one of them. Example: <c>-IndicatorType Percent</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? IndicatorType { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("indicators");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,indicatorType[id,name],numerator,denominator";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.Indicator#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related =>
    [
        new("indicatorGroups.id", "indicatorGroups", Group) { IsCollection = true },
        new("indicatorType.id", "indicatorTypes", IndicatorType),
    ];
}
