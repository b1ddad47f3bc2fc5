namespace Dhis2.Client.Metadata;

/// <summary>What an object is known by.</summary>
public enum ObjectKeyKind
{
    /// <summary>Its id.</summary>
    Id,

    /// <summary>Its code.</summary>
    Code,

    /// <summary>Its name.</summary>
    Name,
}

/// <summary>An id, a code or a name of an object.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Text">The id, code or name itself.</param>
public sealed record ObjectKey(ObjectKeyKind Kind, string Text)
{
    private const string CodePrefix = "code:";

    /// <summary>Reads a text: one of the shape of an id is an id, <c>code:X</c> the code X, and anything else a name.</summary>
    public static ObjectKey Parse(string text) =>
        Uid.IsValid(text) ? new(ObjectKeyKind.Id, text)
        : text.StartsWith(CodePrefix, StringComparison.OrdinalIgnoreCase) ? new(ObjectKeyKind.Code, text.Substring(CodePrefix.Length))
        : new(ObjectKeyKind.Name, text);

    /// <summary>As a person says it: <c>the code 'OU_1'</c>.</summary>
    public override string ToString() => Kind switch
    {
        ObjectKeyKind.Id => $"the id '{Text}'",
        ObjectKeyKind.Code => $"the code '{Text}'",
        _ => $"the name '{Text}'",
    };
}

/// <summary>An object that has a code or a name that was looked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its code, where it has one.</param>
/// <param name="Name">Its name.</param>
public sealed record FoundObject(string Id, string? Code, string? Name);
