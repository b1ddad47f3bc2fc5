using System.Collections;
using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>The type of an object that is given by a reference.</summary>
internal static class GivenType
{
    /// <summary>The type that a parameter names, that of an object of this module, or what an object or a row of a file says in its property <c>type</c>.</summary>
    /// <exception cref="Dhis2InputException">None of them says it.</exception>
    public static string Of(string? type, Dhis2Reference reference) => type ?? reference.Type ?? PropertyOf(reference.Item) ?? throw new Dhis2InputException(
        $"'{reference}' does not say of which type it is.", "Give -Type, such as dataElements, or pipe objects of this module, or rows with a column type.")
    { Item = reference.Item };

    private static string? PropertyOf(object item) => ServerText.Bare(item) switch
    {
        string => null,
        IDictionary map => map["type"] as string,
        _ => PSObject.AsPSObject(item).Properties["type"]?.Value as string,
    };
}
