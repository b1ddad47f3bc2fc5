using System.Collections;
using System.Management.Automation;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Import;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes metadata objects of a type, and writes them with their ids.</summary>
/// <parameter name="Confirm">Asks before each object is made. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which objects would be made, and sends nothing.</parameter>
[Cmdlet(VerbsCommon.New, "Dhis2Metadata", SupportsShouldProcess = true)]
[OutputType("Dhis2.MetadataObject")]
public sealed class NewDhis2MetadataCommand : Dhis2ChangeCmdlet<NewDhis2MetadataCommand.Given>
{
    private readonly List<Given> _given = [];
    private MetadataType _type = null!;
    private MetadataCreator _creator = null!;

    /// <summary>The type, as the Web API names its list; the singular will do. Tab completes it. Example: <c>dataElements</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Type { get; set; } = null!;

    /// <summary>
    /// The objects: hashtables, objects with properties, or rows of Import-Csv, whose columns are properties (<c>categoryCombo.id</c> for those
    /// of a reference) and whose empty cells are left out. One without an id gets one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override string ActionOn(Given item) => $"Make {_type.Singular}";

    /// <inheritdoc/>
    protected override string NameOf(Given item) => item.New.ToString();

    /// <inheritdoc/>
    protected override void Start()
    {
        _type = Await(token => TypeFinder.FindAsync(Caller, Type, token));
        _creator = new MetadataCreator(Caller, _type);
    }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(InputObject, item =>
    {
        if (item.BaseObject is string || (item.BaseObject is IEnumerable && item.BaseObject is not IDictionary))
            throw new Dhis2InputException($"A {item.BaseObject.GetType().Name} is no object of metadata.", "Give a hashtable, an object with properties, or a row of Import-Csv; pipe objects one by one.");
        var given = new Given(item, NewObject.Of(JsonBody.ToUtf8(WithoutBlanks(item))));
        if (ShouldChange(given))
            _given.Add(given);
    });

    // Together where that comes to the same; what could not be made so, each by itself.
    /// <inheritdoc/>
    protected override void Finish()
    {
        var made = Await(token => _creator.CreateTogetherAsync([.. _given.Select(given => given.New)], token));
        ForEachItem(
            _given,
            given =>
            {
                if (!made.Contains(given.New.Id))
                    Await(token => _creator.CreateAsync(given.New, token));
                WriteResult(JsonText.Read<PSObject>(given.New.Json, new PSObjectBuilder(_type.TypeName), "The object"));
            },
            given => given.Item);
    }

    // A row of Import-Csv has all columns; one that it leaves empty is no property of its object, and one with a point is a property of a property.
    private static object WithoutBlanks(PSObject item)
    {
        if (item.BaseObject is not PSCustomObject || !item.Properties.All(property => property.Value is null or string))
            return item;
        var row = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var property in item.Properties.Where(property => property.Value is string { Length: > 0 }))
        {
            var parts = property.Name.Split('.');
            var holder = row;
            foreach (var part in parts.Take(parts.Length - 1))
            {
                if (!holder.TryGetValue(part, out var inner) || inner is not Dictionary<string, object> below)
                    holder[part] = below = new Dictionary<string, object>(StringComparer.Ordinal);
                holder = below;
            }
            holder[parts[parts.Length - 1]] = property.Value;
        }
        return row;
    }

    /// <summary>An object that was given, and what is made of it.</summary>
    /// <param name="Item">As it was given.</param>
    /// <param name="New">The object that is to be made.</param>
    public sealed record Given(PSObject Item, NewObject New);
}
