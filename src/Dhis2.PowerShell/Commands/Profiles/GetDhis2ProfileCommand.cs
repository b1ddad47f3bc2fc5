using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Lists profiles: the project's, and the user's. Shows no secret.</summary>
/// <parameter name="Scope">Only those of the user (<c>User</c>) or of the project (<c>Project</c>). Default: both.</parameter>
[Cmdlet(VerbsCommon.Get, "Dhis2Profile")]
[OutputType(typeof(Profile))]
public sealed class GetDhis2ProfileCommand : ProfileCmdlet
{
    /// <summary>Names, with wildcards. Default: all. Example: <c>-Name prod*</c>.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Name, name => WriteObject(Find(name), enumerateCollection: true));
}
