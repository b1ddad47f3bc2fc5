using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads metadata objects of any type, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Metadata", SupportsPaging = true)]
[OutputType("Dhis2.MetadataObject")]
public sealed class GetDhis2MetadataCommand : MetadataQueryCmdlet
{
    private MetadataType? _type;

    /// <summary>The type, as the Web API names its list; the singular will do. Tab completes it. Example: <c>dataElements</c>, <c>dataSet</c>, <c>organisationUnitGroups</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    public string Type { get; set; } = null!;

    /// <inheritdoc/>
    protected override MetadataType ObjectType => _type ??= Await(token => TypeFinder.FindAsync(Caller, Type, token));

    /// <inheritdoc/>
    protected override object? ErrorTarget => Type;
}
