using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads validation rules.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2ValidationRule", SupportsPaging = true)]
[OutputType("Dhis2.ValidationRule")]
public sealed class GetDhis2ValidationRuleCommand : MetadataQueryCmdlet
{
    /// <summary>Validation rule groups, as behind <c>-Id</c>: reads their members. Example: <c>-Group Malaria</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Group { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("validationRules");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,periodType,importance,operator,leftSide[expression,description],rightSide[expression,description]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.ValidationRule#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related => [new("validationRuleGroups.id", "validationRuleGroups", Group) { IsCollection = true }];
}
