using System.Management.Automation;
using Dhis2.Client.Metadata.Writing;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Deletes metadata objects, and says before what else the server will change for it.</summary>
/// <parameter name="Confirm">Asks before each object is deleted, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which objects would be deleted and what the server would change for it, and deletes none.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2Metadata", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhis2MetadataCommand : Dhis2RemoveCmdlet<NamedObject>
{
    private MetadataRemover _remover = null!;

    /// <summary>The type, as the Web API names its list; the singular will do. Objects that this module read know theirs. Example: <c>dataElements</c>.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>The objects: ids, names, <c>code:X</c> or objects; also from the pipeline. Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    // What nobody reads is not looked up.
    private bool IsSilent => Force && !LanguagePrimitives.IsTrue(CommonParameter.Of(this, "WhatIf")) && !MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <inheritdoc/>
    protected override string ActionOn(NamedObject item)
    {
        const string Delete = "Delete";
        if (IsSilent)
            return Delete;
        try
        {
            return string.Join(", and ", Await(token => _remover.FindEffectsAsync(item, token)).Prepend(Delete));
        }
        catch (Dhis2ApiException e)
        {
            return $"{Delete}; what else the server would change cannot be read ({e.Message})";
        }
    }

    /// <inheritdoc/>
    protected override void Start() => _remover = new MetadataRemover(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Id, Remove, reference => reference.Item);

    private void Remove(Dhis2Reference reference)
    {
        var type = Await(token => TypeFinder.FindAsync(Caller, WholeObjects.TypeOf(Type, reference), token));
        var id = Find([reference], type).IdOf(reference);
        var target = Await(token => NamedObject.ReadAsync(Caller, type, id, token));
        if (ShouldChange(target))
            Await(token => _remover.RemoveAsync(target, reference.Item, token));
    }
}
