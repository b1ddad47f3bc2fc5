using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using Dhis2.PowerShell.Commands;

namespace Dhis2.Docs.Cmdlets;

/// <summary>Reads the cmdlets off the compiled module and the comments beside it.</summary>
internal static class CmdletReader
{
    public static IReadOnlyList<CmdletModel> ReadAll()
    {
        var assembly = typeof(GetDhis2SystemInfoCommand).Assembly;
        var comments = Comments.Read(Path.ChangeExtension(assembly.Location, ".xml"));
        return [.. assembly.GetExportedTypes()
            .SelectMany(type => AttributeData.Of(type, nameof(CmdletAttribute)).Select(attribute => Read(type, attribute, comments)))];
    }

    private static CmdletModel Read(Type type, CustomAttributeData cmdlet, Comments comments)
    {
        // Its constructor runs no code of the engine.
        var fresh = Activator.CreateInstance(type)!;
        var own = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => AttributeData.Of(property, nameof(ParameterAttribute)).Any())
            .Select(property => Read(type, fresh, property, comments));
        List<CmdletParameter> parameters = [.. own, .. EngineParameters.Of(type, cmdlet, comments)];
        var defaultSet = cmdlet.Get<string>(nameof(CmdletAttribute.DefaultParameterSetName));
        var sets = parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set).Prepend(defaultSet ?? SetUse.All).Distinct().ToList();
        // Parameters of all sets make no set of their own where others do.
        if (sets.Count > 1)
            sets.Remove(SetUse.All);
        return new(Argument(cmdlet, 0), Argument(cmdlet, 1), CountPositions(parameters), sets, defaultSet is not null && sets.Count > 1);
    }

    // Positions are numbers of any size, of which only the order counts: the first is 0 to whoever types.
    private static List<CmdletParameter> CountPositions(List<CmdletParameter> parameters)
    {
        var positions = parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Position).OfType<int>().Distinct().Order().ToList();
        return parameters.ConvertAll(parameter => parameter with
        {
            Uses = [.. parameter.Uses.Select(use => use with { Position = use.Position is { } position ? positions.IndexOf(position) : null })],
        });
    }

    private static string Argument(CustomAttributeData cmdlet, int index) => (string)cmdlet.ConstructorArguments[index].Value!;

    private static CmdletParameter Read(Type cmdlet, object fresh, PropertyInfo property, Comments comments)
    {
        List<SetUse> uses = [.. AttributeData.Of(property, nameof(ParameterAttribute)).Select(ReadUse)];
        return new(
            property.Name,
            property.PropertyType,
            comments.Of(cmdlet, property.Name, property),
            [.. AttributeData.Of(property, nameof(AliasAttribute)).SelectMany(attribute => attribute.Texts(0))],
            AttributeData.Of(property, nameof(SupportsWildcardsAttribute)).Any(),
            // What must be given has no value of its own.
            uses.TrueForAll(use => use.IsRequired) ? "" : DefaultText(property.GetValue(fresh)),
            uses);
    }

    private static string DefaultText(object? value) => value switch
    {
        null or SwitchParameter => "",
        string text => text,
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(DefaultText)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static SetUse ReadUse(CustomAttributeData attribute) => new(
        attribute.Get<string>(nameof(ParameterAttribute.ParameterSetName)) ?? SetUse.All,
        attribute.Has(nameof(ParameterAttribute.Position)) ? attribute.Get<int>(nameof(ParameterAttribute.Position)) : null,
        attribute.Get<bool>(nameof(ParameterAttribute.Mandatory)),
        attribute.Get<bool>(nameof(ParameterAttribute.ValueFromPipeline)),
        attribute.Get<bool>(nameof(ParameterAttribute.ValueFromPipelineByPropertyName)),
        attribute.Get<bool>(nameof(ParameterAttribute.ValueFromRemainingArguments)));
}
