using System.Collections;
using System.Management.Automation;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Reads a whole JSON text into what PowerShell works with.</summary>
internal static class PSObjectReader
{
    /// <summary>A PSObject, an <c>object[]</c>, a text, a number, a boolean or null.</summary>
    public static object? Read(ReadOnlyMemory<byte> utf8, string? typeName, string source) =>
        JsonText.Read<object?>(utf8, new PSObjectBuilder(typeName), source);

    /// <summary>An object's property, when it is a text.</summary>
    public static string? Text(object item, string name) => Value(item, name) as string;

    /// <summary>The texts of an object's property that is a list.</summary>
    public static IReadOnlyList<string> Texts(object item, string name) => Value(item, name) is IEnumerable values and not string ? [.. values.OfType<string>()] : [];

    private static object? Value(object item, string name) => PSObject.AsPSObject(item).Properties[name]?.Value;
}
