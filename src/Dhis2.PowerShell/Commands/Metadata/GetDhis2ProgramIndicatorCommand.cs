using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads program indicators.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2ProgramIndicator", SupportsPaging = true)]
[OutputType("Dhis2.ProgramIndicator")]
public sealed class GetDhis2ProgramIndicatorCommand : MetadataQueryCmdlet
{
    /// <summary>Programs, as behind <c>-Id</c>: reads their indicators. Example: <c>-Program code:PR_VISITS</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Program { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("programIndicators");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,program[id,name],analyticsType,aggregationType,expression,filter";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.ProgramIndicator#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related => [new("program.id", "programs", Program)];
}
