using System.Management.Automation;
using System.Text;
using Dhis2.Client.Metadata.Writing;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Replaces metadata objects by whole ones.</summary>
/// <parameter name="Confirm">Asks before each object is replaced. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which objects would be replaced, and replaces none. What is given is checked all the same.</parameter>
/// <parameter name="PassThru">Writes each object whole, as the server holds it afterwards. Default: nothing is written.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2Metadata", SupportsShouldProcess = true)]
[OutputType("Dhis2.MetadataObject")]
public sealed class SetDhis2MetadataCommand : Dhis2UpdateCmdlet<NamedObject>
{
    private MetadataReplacer _replacer = null!;

    /// <summary>
    /// Whole objects: as <c>Get-Dhis2Metadata -Fields :owner</c> reads them, hashtables, objects of ConvertFrom-Json, or texts of JSON. What an object owns has to be in
    /// them; null empties a property. Rows of named fields are refused.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The type, as the Web API names its list; the singular will do. Objects that this module read know theirs. Example: <c>-Type dataElements</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>The object to replace: an id, a name, <c>code:X</c> or an object. Default: the one with the id that is in the object given, and where that has one, both have to agree.</summary>
    [Parameter]
    [Alias("Uid")]
    [ValidateNotNull]
    public Dhis2Reference? Id { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(NamedObject item) => "Replace";

    /// <inheritdoc/>
    protected override void Start() => _replacer = new MetadataReplacer(Caller);

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(InputObject, Replace);

    private void Replace(PSObject item)
    {
        var json = WholeObjects.ToJson(item);
        var given = new Dhis2Reference(item.BaseObject is string text ? ReadText(text) : item);
        var type = Await(token => TypeFinder.FindAsync(Caller, WholeObjects.TypeOf(Type, Id is null ? given : Of(Id, given)), token));
        var id = Find([Id ?? given], type).IdOf(Id ?? given);
        var replacement = Await(token => _replacer.PrepareAsync(type, id, json, WholeObjects.IsAsRead(item, type), token));
        if (!ShouldChange(replacement.Target))
            return;
        Await(token => _replacer.SendAsync(replacement, item, token));
        if (PassThru)
            WriteResult(Await(token => WholeObjects.ReadAsync(Caller, type, id, token)));
    }

    // The object itself may say the type where the reference to it does not.
    private static Dhis2Reference Of(Dhis2Reference id, Dhis2Reference given) => id.Type is null ? given : id;

    private static object ReadText(string text)
    {
        try
        {
            return PSObjectReader.Read(Encoding.UTF8.GetBytes(text), null, "The text") as PSObject ?? new PSObject();
        }
        catch (Dhis2ClientException e) when (e is not Dhis2InputException)
        {
            throw new Dhis2InputException("The text is no object of JSON.", "Give one object, as in '{\"id\":\"OqYjd00phS6\", ...}'.", e) { Item = text };
        }
    }
}
