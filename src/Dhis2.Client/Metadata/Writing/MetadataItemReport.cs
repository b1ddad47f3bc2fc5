using Dhis2.Client.Imports;

namespace Dhis2;

/// <summary>An object in a list of another.</summary>
/// <param name="Type">The type of the object that has the list: <c>dataSets</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Property">The list: <c>organisationUnits</c>.</param>
/// <param name="Item">The id of the item.</param>
public sealed record MetadataItem(string Type, string Id, string Property, string Item)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Item} in {Property} of {Id}";
}

/// <summary>What became of objects that were to be put into lists of others, or taken out of them.</summary>
public sealed class MetadataItemReport : ImportReport
{
    internal MetadataItemReport(ImportCounts counts, IReadOnlyList<ImportProblem> problems)
        : base(counts, problems)
    {
    }
}

/// <summary>Something to tell of an object that was to be put into a list, or taken out of it.</summary>
public sealed class MetadataItemProblem : ImportProblem
{
    /// <summary>The item, the list, and the object that has it.</summary>
    public override string? Item => Row?.ToString();
}
