using System.Reflection;

namespace Dhis2.Client.Tests.Architecture;

/// <summary>What users of the client see: no type of a library that the module brings along, or that an engine brings in a version of its own.</summary>
public sealed class SignatureTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] s_thirdParty = ["System.Text.Json", "CsvHelper", "System.Management.Automation", "Microsoft.PowerShell"];

    [Fact]
    public void No_public_member_shows_a_type_of_a_library()
    {
        Assembly[] assemblies = [typeof(Session).Assembly, typeof(Dhis2.Csv.CsvFormat).Assembly];
        var found = from type in assemblies.SelectMany(a => a.GetExportedTypes())
                    from member in type.GetMembers(Declared).Where(IsVisible).Prepend(type)
                    from shown in Shown(member).SelectMany(Parts)
                    where s_thirdParty.Any(name => (shown.Namespace + ".").StartsWith(name + ".", StringComparison.Ordinal))
                    select $"{type.FullName}.{member.Name}: {shown.FullName}";
        Assert.Empty(found.Distinct());
    }

    /// <summary>Whether others than this assembly see a member.</summary>
    internal static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo happening => happening.AddMethod is { } add && IsVisible(add),
        _ => false,
    };

    private static IEnumerable<Type> Shown(MemberInfo member) => member switch
    {
        Type type => type.GetInterfaces().Append(type.BaseType).OfType<Type>(),
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
        MethodBase constructor => constructor.GetParameters().Select(p => p.ParameterType),
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        EventInfo happening => [happening.EventHandlerType!],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        yield return type;
        var inner = type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments();
        foreach (var part in inner.SelectMany(Parts))
            yield return part;
    }
}
