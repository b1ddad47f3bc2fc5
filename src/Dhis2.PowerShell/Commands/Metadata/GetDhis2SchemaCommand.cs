using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Tells which types of metadata a server has, and which properties these have.</summary>
/// <parameter name="IncludeTotalCount">Writes that the total is unknown before the types or properties.</parameter>
[Cmdlet(VerbsCommon.Get, "Dhis2Schema", SupportsPaging = true)]
[OutputType(typeof(Schema), typeof(SchemaProperty))]
public sealed class GetDhis2SchemaCommand : Dhis2QueryCmdlet<object>
{
    private bool _gotTypes;

    /// <summary>
    /// Names of types, as the Web API names one of them or their list, with wildcards and in any case of letters. A name without wildcards that no type has is an
    /// error of its own. Default: all types. Tab completes them. Example: <c>-Type dataElement, 'program*'</c>.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>
    /// Writes properties of the types in place of the types: those with these names, with wildcards and in any case of letters. A name without wildcards that none of
    /// the types has is an error of its own. Example: <c>-Property *</c>, <c>-Property 'category*'</c>.
    /// </summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading schemas";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        _gotTypes |= Type is not null;
        ForEachItem(Type, WriteTypes);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        // An empty pipeline asks for nothing, and not for everything.
        if (!_gotTypes && !MyInvocation.ExpectingInput)
            WriteTypes("*");
    }

    private void WriteTypes(string type)
    {
        var all = Await(token => SchemaReader.ReadAllAsync(Caller, token));
        var pattern = Wildcards.Of(type);
        var found = all.Where(schema => pattern.IsMatch(schema.Plural) || pattern.IsMatch(schema.Singular)).OrderBy(schema => schema.Plural, StringComparer.OrdinalIgnoreCase).ToList();
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(type))
            throw TypeFinder.Unknown(type, all);
        if (Property is null)
            Write(QuerySource.Stream(_ => Once(found)));
        else
            ForEachItem(Property, property => WriteProperties(found, property));
    }

    private void WriteProperties(List<Schema> types, string property)
    {
        var pattern = Wildcards.Of(property);
        var found = types.SelectMany(type => type.Properties.Where(p => pattern.IsMatch(p.Name)).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(property))
            throw new Dhis2InputException($"{(types.Count == 1 ? $"'{types[0].Singular}' has no" : "None of these types has a")} property '{property}'.", "Use wildcards: -Property '*name*'.") { Item = property };
        Write(QuerySource.Stream(_ => Once(found)));
    }

    private static async IAsyncEnumerable<IReadOnlyList<object>> Once(IReadOnlyList<object> items)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return items;
    }
}
