namespace Dhis2.PowerShell.Commands;

/// <summary>What parameters about accounts name.</summary>
internal static class UserReferences
{
    /// <summary>The references of a parameter; a text may hold several with semicolons between them, as a cell of a file does.</summary>
    public static IReadOnlyList<Dhis2Reference> Of(IEnumerable<Dhis2Reference?>? given) => [.. (given ?? []).OfType<Dhis2Reference>().SelectMany(Split)];

    private static IEnumerable<Dhis2Reference> Split(Dhis2Reference reference) => ServerText.Bare(reference.Item) is not string text
        ? [reference]
        : text.Split(';').Select(part => part.Trim()).Where(part => part.Length > 0).Select(part => new Dhis2Reference(part));
}
