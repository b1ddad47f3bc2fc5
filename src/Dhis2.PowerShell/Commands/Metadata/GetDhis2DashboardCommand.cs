using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads dashboards.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Dashboard", SupportsPaging = true)]
[OutputType("Dhis2.Dashboard")]
public sealed class GetDhis2DashboardCommand : MetadataQueryCmdlet
{
    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("dashboards");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,lastUpdated,createdBy[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.Dashboard#Overview";
}
