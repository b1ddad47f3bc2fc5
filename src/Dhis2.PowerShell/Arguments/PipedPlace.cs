using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>What an object of the pipeline is to a cmdlet that takes data sets, periods and org units.</summary>
internal static class PipedPlace
{
    // Properties that bind to parameters: an object that has one needs no known type.
    private static readonly string[] s_names = ["OrgUnit", "OrganisationUnit", "DataSet", "Workflow", "Period"];

    /// <summary>The references to objects of a list: those of the parameter, and the object of the pipeline where it is one of them.</summary>
    public static IReadOnlyList<Dhis2Reference> With(PSObject? input, IEnumerable<Dhis2Reference?>? given, string list)
    {
        // A property of a piped object may be null, and a column of a file empty.
        var references = (given ?? []).OfType<Dhis2Reference>().Where(reference => ServerText.Bare(reference.Item) is not string text || !string.IsNullOrWhiteSpace(text)).ToList();
        if (input is not null && ListOf(input) == list)
            references.Add(new Dhis2Reference(input));
        return references;
    }

    /// <summary>The periods of a parameter.</summary>
    public static IReadOnlyList<string> Periods(IEnumerable<string?>? given) => [.. (given ?? []).OfType<string>().Where(period => !string.IsNullOrWhiteSpace(period))];

    /// <summary>Refuses an object that is neither a data set nor an org unit, and has no property that binds.</summary>
    /// <exception cref="Dhis2InputException">It is such an object.</exception>
    public static void Check(PSObject? input)
    {
        if (input is null || ListOf(input) is "dataSets" or "organisationUnits" || Array.Exists(s_names, name => input.Properties[name] is not null))
            return;
        throw new Dhis2InputException(
            $"'{input}' does not say what it is of.", "Pipe org units of Get-Dhis2OrgUnit, data sets of Get-Dhis2Metadata, ids of org units, or objects with the properties DataSet, Period and OrgUnit.")
        { Item = input };
    }

    /// <summary>The error of a parameter that neither the user nor the object of the pipeline gives.</summary>
    public static Dhis2InputException Missing(string parameter, PSObject? input) =>
        new($"{parameter} is not given.", $"Give it, or pipe objects that have the property {parameter.Substring(1)}.") { Item = (object?)input ?? parameter };

    private static string? ListOf(PSObject input) => MetadataReference.TypeOf(input) ?? (input.BaseObject is string ? "organisationUnits" : null);
}
