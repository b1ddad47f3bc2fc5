using System.Management.Automation;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Tells whether texts are well-formed DHIS2 ids; asks no server whether there is such an object.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Dhis2Uid")]
[OutputType(typeof(bool))]
public sealed class TestDhis2UidCommand : Dhis2Cmdlet
{
    /// <summary>Texts to look at, also from the pipeline and from the property <c>id</c> of objects. Alias: <c>-Uid</c>. Example: <c>-Id J33aMjt3IoU</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [AllowEmptyString]
    [AllowNull]
    [AllowEmptyCollection]
    public string?[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (var id in Id ?? [null])
            WriteObject(Uid.IsValid(id));
    }
}
