using System.Reflection;

namespace Dhis2.Docs.Cmdlets;

/// <summary>Attributes by the names of their types. They are not created: the assembly that is compiled against has no code.</summary>
internal static class AttributeData
{
    public static IEnumerable<CustomAttributeData> Of(MemberInfo member, string type) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.FullName == $"System.Management.Automation.{type}");

    /// <summary>What a property of the attribute is set to; the default of its type where it is not set.</summary>
    public static T? Get<T>(this CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T?)argument.TypedValue.Value).FirstOrDefault();

    public static bool Has(this CustomAttributeData attribute, string name) => attribute.NamedArguments.Any(argument => argument.MemberName == name);

    /// <summary>The argument of the constructor at this place, an array of texts.</summary>
    public static IEnumerable<string> Texts(this CustomAttributeData attribute, int index) =>
        ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[index].Value!).Select(text => (string)text.Value!);
}
