using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads tracked entity attributes.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2TrackedEntityAttribute", SupportsPaging = true)]
[OutputType("Dhis2.TrackedEntityAttribute")]
public sealed class GetDhis2TrackedEntityAttributeCommand : MetadataQueryCmdlet
{
    /// <summary>Programs, as behind <c>-Id</c>: reads the attributes that they ask for. Example: <c>-Program code:PR_CARE</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Program { get; set; }

    /// <summary>Tracked entity types, as behind <c>-Id</c>: reads their attributes. Example: <c>-TrackedEntityType Person</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? TrackedEntityType { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("trackedEntityAttributes");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,valueType,unique,optionSet[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.TrackedEntityAttribute#Overview";

    // An attribute does not tell where it is used.
    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related =>
    [
        new("id", "programs", Program) { ListedIn = "programTrackedEntityAttributes.trackedEntityAttribute.id" },
        new("id", "trackedEntityTypes", TrackedEntityType) { ListedIn = "trackedEntityTypeAttributes.trackedEntityAttribute.id" },
    ];
}
