using System.Management.Automation;
using Dhis2.Client.Metadata.Translations;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Sets what objects are called in other languages.</summary>
/// <parameter name="Confirm">Asks before the translations of each object are set. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says for each object what would be set and removed, and changes nothing.</parameter>
/// <parameter name="PassThru">Writes all translations of each object that was changed, as the server holds them afterwards. Default: nothing is written.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2Translation", SupportsShouldProcess = true)]
[OutputType(typeof(Translation))]
public sealed class SetDhis2TranslationCommand : Dhis2UpdateCmdlet<TranslationUpdate>
{
    private readonly List<(TranslationChange Change, object Item)> _waiting = [];
    private TranslationStore _store = null!;
    private MetadataType? _type;
    private string? _id;
    private bool _isOneText;

    /// <summary>
    /// The type, as the Web API names its list; the singular will do. Not needed for objects that this module gave, and rows with a column <c>type</c>. Example:
    /// <c>dataElements</c>.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>
    /// The objects: ids, names, <c>code:X</c> or objects, also from the pipeline, such as rows of Import-Csv with the columns <c>type</c>, <c>id</c>, <c>property</c>,
    /// <c>locale</c> and <c>value</c>. Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>The property: <c>NAME</c>, <c>SHORT_NAME</c> or, as objects have it, <c>shortName</c>. One that cannot be translated is refused. Example: <c>-Property NAME</c>.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public string? Property { get; set; }

    /// <summary>The language: <c>fr</c>, <c>pt_BR</c> or <c>pt-BR</c>. Example: <c>-Locale fr</c>.</summary>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    public string? Locale { get; set; }

    /// <summary>The text. An empty one removes the translation. Example: <c>-Value 'Consultations externes'</c>.</summary>
    [Parameter(Position = 4, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Value { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(TranslationUpdate item) => $"Set translations: {string.Join(", ", item.Changes)}";

    /// <inheritdoc/>
    protected override void Start()
    {
        _store = new TranslationStore(Caller);
        _isOneText = MyInvocation.BoundParameters.ContainsKey(nameof(Value));
    }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Id, Take, reference => reference.Item);

    /// <inheritdoc/>
    protected override void Finish() => SendWaiting();

    // Rows that follow each other and are of one object are one change of it.
    private void Take(Dhis2Reference reference)
    {
        // A row without the column says nothing, where one with an empty cell removes a translation.
        if (!_isOneText && PSObject.AsPSObject(reference.Item).Properties[nameof(Value)] is null)
            throw new Dhis2InputException($"No text is given for '{reference}'.", "Give -Value, or rows with a column value; an empty one removes the translation.") { Item = reference.Item };
        var type = Await(token => TypeFinder.FindAsync(Caller, GivenType.Of(Type, reference), token));
        var id = Find([reference], type).IdOf(reference);
        var change = Await(token => _store.ChangeAsync(type, Property, Locale, Value, token));
        if (_id != id || _type?.Plural != type.Plural)
            SendWaiting();
        (_type, _id) = (type, id);
        _waiting.Add((change, reference.Item));
    }

    private void SendWaiting()
    {
        var rows = _waiting.ToList();
        _waiting.Clear();
        if (rows.Count == 0)
            return;
        object item = rows.Count == 1 ? rows[0].Item : rows.Select(row => row.Item).ToArray();
        // What is wrong with these rows is not what is wrong with the row after them.
        try
        {
            Send([.. rows.Select(row => row.Change)], item);
        }
        catch (Dhis2Exception e) when (!IsTerminating(e))
        {
            WriteError(e, item);
        }
    }

    private void Send(IReadOnlyList<TranslationChange> changes, object item)
    {
        var update = Await(token => _store.PrepareAsync(_type!, _id!, changes, token));
        if (!update.IsDone && !ShouldChange(update))
            return;
        Await(token => _store.SendAsync(update, item, token));
        if (PassThru)
            WriteObject(Await(token => _store.ReadAsync(_type!, _id!, token)), enumerateCollection: true);
    }
}
