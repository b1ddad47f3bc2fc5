namespace Dhis2.PowerShell.Commands;

/// <summary>A parameter that names objects of another type: those that are read refer to one of them.</summary>
/// <param name="Property">The property that refers to them, as filters name it: <c>organisationUnits.id</c>.</param>
/// <param name="Type">Their type.</param>
/// <param name="References">What the user gave; null where the parameter was not used.</param>
public sealed record RelatedObjects(string Property, string Type, Dhis2Reference[]? References)
{
    /// <summary>Whether an object may refer to several of them, and so be on several lists.</summary>
    public bool IsCollection { get; init; }

    /// <summary>
    /// The way from them to the ids of the objects to read, where only they tell which these are: <c>trackedEntityTypeAttributes.trackedEntityAttribute.id</c>.
    /// <see cref="Property"/> is the id then.
    /// </summary>
    public string? ListedIn { get; init; }
}
