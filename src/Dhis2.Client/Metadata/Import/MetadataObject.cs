namespace Dhis2;

/// <summary>An object of a metadata import, as it was sent.</summary>
/// <param name="Type">The list of its type: <c>dataElements</c>.</param>
/// <param name="Id">Its id; null where it has none.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Json">All of it, as JSON.</param>
public sealed record MetadataObject(string Type, string? Id, string? Code, string? Name, string? Json)
{
    /// <summary>As people name it: its name, else its code, else its id.</summary>
    public override string ToString() => Name ?? Code ?? Id ?? "object";
}
