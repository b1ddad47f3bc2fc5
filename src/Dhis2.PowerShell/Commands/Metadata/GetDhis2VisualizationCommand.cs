using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads visualizations: charts and pivot tables.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Visualization", SupportsPaging = true)]
[OutputType("Dhis2.Visualization")]
public sealed class GetDhis2VisualizationCommand : MetadataQueryCmdlet
{
    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("visualizations");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,type,lastUpdated,createdBy[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.Visualization#Overview";
}
