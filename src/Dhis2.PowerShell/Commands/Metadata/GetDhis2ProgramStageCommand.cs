using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads program stages.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2ProgramStage", SupportsPaging = true)]
[OutputType("Dhis2.ProgramStage")]
public sealed class GetDhis2ProgramStageCommand : MetadataQueryCmdlet
{
    /// <summary>Programs, as behind <c>-Id</c>: reads their stages. Example: <c>-Program code:PR_VISITS</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Program { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("programStages");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,program[id,name],sortOrder,repeatable";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.ProgramStage#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related => [new("program.id", "programs", Program)];
}
