using System.Collections;
using System.Management.Automation;
using Dhis2.Client.Metadata.Writing;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Changes single properties of metadata objects.</summary>
/// <parameter name="Confirm">Asks before each object is changed. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says what would be changed, and changes nothing. What is given is checked all the same.</parameter>
/// <parameter name="PassThru">Writes each object whole, as the server holds it afterwards. Default: nothing is written.</parameter>
[Cmdlet(VerbsData.Update, "Dhis2Metadata", SupportsShouldProcess = true, DefaultParameterSetName = "Change")]
[OutputType("Dhis2.MetadataObject")]
public sealed class UpdateDhis2MetadataCommand : Dhis2UpdateCmdlet<NamedObject>
{
    private readonly Dictionary<string, MetadataType> _referred = new(StringComparer.Ordinal);
    private MetadataPatcher _patcher = null!;
    private IReadOnlyList<PatchOperation> _operations = [];

    /// <summary>The type, as the Web API names its list; the singular will do. Objects that this module read know theirs. Example: <c>dataElements</c>.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>
    /// The objects: ids, names, <c>code:X</c> or objects; also from the pipeline. Of rows of named fields what was changed in them since they were read is sent.
    /// Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>
    /// Properties to set, or paths such as <c>/sharing/public</c>; null takes away what is there. For an object that a property refers to, an id, a name, <c>code:X</c> or the
    /// object will do. Example: <c>-Set @{ name = 'OPD'; categoryCombo = 'code:CC_SEX' }</c>.
    /// </summary>
    [Parameter(ParameterSetName = "Change")]
    [ValidateNotNull]
    public IDictionary? Set { get; set; }

    /// <summary>Items to add to lists, one or several for each. Example: <c>-Add @{ legendSets = 'Coverage' }</c>.</summary>
    [Parameter(ParameterSetName = "Change")]
    [ValidateNotNull]
    public IDictionary? Add { get; set; }

    /// <summary>Names of properties to empty, and hashtables of items to take out of lists. Example: <c>-Remove description, @{ legendSets = 'Coverage' }</c>.</summary>
    [Parameter(ParameterSetName = "Change")]
    [ValidateNotNullOrEmpty]
    public object[]? Remove { get; set; }

    /// <summary>
    /// Operations of JSON Patch, as the server takes them: <c>add</c>, <c>replace</c>, <c>remove</c> and <c>remove-by-id</c>. Example:
    /// <c>-Operation @{ op = 'replace'; path = '/name'; value = 'OPD' }</c>.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Operation")]
    [ValidateNotNullOrEmpty]
    public object[]? Operation { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(NamedObject item) => $"Change: {string.Join(", ", _operations)}";

    /// <inheritdoc/>
    protected override void Start() => _patcher = new MetadataPatcher(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Id, Change, reference => reference.Item);

    private void Change(Dhis2Reference reference)
    {
        var type = Await(token => TypeFinder.FindAsync(Caller, WholeObjects.TypeOf(Type, reference), token));
        var operations = Operations(reference, type);
        Await(token => _patcher.CheckAsync(type, operations, token));
        var id = Find([reference], type).IdOf(reference);
        var target = Await(token => NamedObject.ReadAsync(Caller, type, id, token));
        if (operations.Count == 0)
            CheckContainers(reference, target);
        _operations = operations;
        if (operations.Count == 0)
            WriteVerbose($"Nothing was changed in the {target}.");
        else if (!ShouldChange(target))
            return;
        else
            Await(token => _patcher.PatchAsync(target, operations, reference.Item, token));
        if (PassThru)
            WriteResult(Await(token => WholeObjects.ReadAsync(Caller, type, id, token)));
    }

    private IReadOnlyList<PatchOperation> Operations(Dhis2Reference reference, MetadataType type)
    {
        if (Operation is not null)
            return [.. PatchArguments.Raw(Operation)];
        var row = ServerText.Bare(reference.Item) as Row;
        if (row is null && Set is null && Add is null && Remove is null)
        {
            throw new Dhis2InputException(
                $"Nothing says what is to be changed in '{reference}': only rows of named fields, in the session that read them, know what was changed in them.",
                "Give -Set, -Add, -Remove or -Operation, or put a whole object back with Set-Dhis2Metadata.");
        }
        var arguments = new PatchArguments(Await(token => SchemaReader.FindAsync(Caller, type, token)), IdOf);
        return [.. row is null ? [] : arguments.Set(RowChanges.Of(row)), .. arguments.Set(Set), .. arguments.Add(Add), .. arguments.Remove(Remove)];
    }

    // Whether a list of a row was changed here in place, or by others at the server, nothing tells.
    private void CheckContainers(Dhis2Reference reference, NamedObject target)
    {
        if (ServerText.Bare(reference.Item) is not Row row || RowChanges.Containers(row).ToDictionary(c => c.Name, c => (ReadOnlyMemory<byte>)JsonBody.ToUtf8(c.Value)) is not { Count: > 0 } values)
            return;
        if (Await(token => _patcher.FindDifferentAsync(target, values, token)) is { Count: > 0 } names)
        {
            throw new Dhis2InputException(
                $"'{string.Join("', '", names)}' of the row differs from what the server holds, and nothing tells whether it was changed in the row or by others since it was read.",
                $"Set it to have it sent, as in $row.{names[0]} = $row.{names[0]}; or read the row again.");
        }
    }

    private string IdOf(SchemaProperty property, object item)
    {
        var reference = new Dhis2Reference(item);
        if (reference.Key?.Kind == ObjectKeyKind.Id)
            return reference.Key.Text;
        if (!_referred.TryGetValue(property.Name, out var type))
        {
            var types = Await(token => SchemaReader.ReadTypesAsync(Caller, isOnce: false, token));
            var schema = types.FirstOrDefault(known => known.HasList && known.Klass is not null && known.Klass == property.Klass)
                ?? throw new Dhis2InputException($"'{item}' is no id, and the server does not say of which type '{property.Name}' is.", "Give the id.") { Item = item };
            _referred[property.Name] = type = MetadataType.Of(schema.Plural);
        }
        return Find([reference], type).IdOf(reference);
    }
}
