using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>
/// What people have of an object: its id, its code as <c>code:X</c>, its name, or the object itself: anything that has an id, as a cmdlet or a file gave it.
/// Making one never fails, so that what cannot be one is an error of its own among others.
/// </summary>
public sealed class Dhis2Reference
{
    /// <summary>Takes a text or an object.</summary>
    public Dhis2Reference(object value)
    {
        Item = value;
        var item = PSObject.AsPSObject(value);
        Type = MetadataReference.TypeOf(item);
        var text = ServerText.Bare(value) is string written ? written : IdOf(item) ?? Scalar(value);
        Key = string.IsNullOrWhiteSpace(text) ? null : ObjectKey.Parse(text!);
    }

    /// <summary>As it was given.</summary>
    public object Item { get; }

    /// <summary>The id, code or name; null where there is none of them.</summary>
    internal ObjectKey? Key { get; }

    /// <summary>The list that an object of this module is from, such as <c>dataSets</c>; null where that is not known.</summary>
    internal string? Type { get; }

    /// <summary>As it was given, when it is a text; otherwise the id.</summary>
    public override string ToString() => ServerText.Bare(Item) as string ?? Key?.Text ?? Item.ToString() ?? "";

    private static string? IdOf(PSObject item)
    {
        if (item.BaseObject is System.Collections.IDictionary map)
            return map["id"] as string ?? map["uid"] as string;
        return (item.Properties["id"] ?? item.Properties["uid"])?.Value as string;
    }

    private static string? Scalar(object value) => ServerText.Bare(value) is { } bare ? ServerText.OfScalar(bare) : null;
}
