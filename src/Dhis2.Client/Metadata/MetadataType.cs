namespace Dhis2.Client.Metadata;

/// <summary>The metadata types by the name of their lists, and how their objects are called.</summary>
public sealed class MetadataType
{
    private static readonly MetadataType[] s_known =
    [
        new("aggregateDataExchanges"), new("attributes"), new("categories", "category"), new("categoryCombos"), new("categoryOptionCombos"), new("categoryOptionGroups"),
        new("categoryOptionGroupSets"), new("categoryOptions"), new("constants"), new("dashboards"), new("dataApprovalLevels"), new("dataApprovalWorkflows"),
        new("dataElementGroups"), new("dataElementGroupSets"), new("dataElements"), new("dataEntryForms"), new("dataSets"), new("documents"), new("eventCharts"),
        new("eventReports"), new("eventVisualizations"), new("indicatorGroups"), new("indicatorGroupSets"), new("indicators"), new("indicatorTypes"), new("jobConfigurations"),
        new("legendSets"), new("mapViews"), new("maps"), new("optionGroups"), new("optionGroupSets"), new("options"), new("optionSets"),
        new("organisationUnitGroups"), new("organisationUnitGroupSets"), new("organisationUnitLevels"), new("organisationUnits"), new("predictorGroups"), new("predictors"),
        new("programIndicatorGroups"), new("programIndicators"), new("programRuleActions"), new("programRules"), new("programRuleVariables"), new("programs"), new("programSections"),
        new("programStages"), new("programStageSections"), new("pushAnalyses", "pushAnalysis"), new("relationshipTypes"), new("reports"), new("routes"), new("sections"), new("sqlViews"),
        new("trackedEntityAttributes"), new("trackedEntityTypes"), new("userGroups"), new("userRoles"), new("users"), new("validationNotificationTemplates"),
        new("validationRuleGroups"), new("validationRules"), new("visualizations"),
    ];

    private MetadataType(string plural, string? singular = null)
    {
        Plural = plural;
        Singular = singular ?? plural.Substring(0, plural.Length - 1);
    }

    /// <summary>All types known without asking a server, for completion.</summary>
    public static IReadOnlyList<MetadataType> Known => s_known;

    /// <summary>The list's name in paths and answers: <c>organisationUnits</c>.</summary>
    public string Plural { get; }

    /// <summary>One of them: <c>organisationUnit</c>.</summary>
    public string Singular { get; }

    /// <summary>The name a view goes by: <c>Dhis2.OrganisationUnit</c>.</summary>
    public string TypeName => $"Dhis2.{char.ToUpperInvariant(Singular[0])}{Singular.Substring(1)}";

    /// <summary>A further property that people call one of them by, besides its name: the user name; null where there is none.</summary>
    public string? OtherName => Plural == "users" ? "username" : null;

    /// <summary>Finds a type by its plural or singular name in any case; an unknown one is taken for a list's name, as servers know more types than we do.</summary>
    public static MetadataType Of(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || !char.IsLetter(name[0]) || !name.All(char.IsLetterOrDigit))
            throw new Dhis2InputException($"'{name}' is no metadata type.", "Give the type as the Web API names its list, such as dataElements; press Tab for the known ones.") { Item = name };
        return s_known.FirstOrDefault(t => t.Plural.Equals(name, StringComparison.OrdinalIgnoreCase) || t.Singular.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? new MetadataType(name);
    }

    /// <summary>The type of a schema.</summary>
    internal static MetadataType Of(Schema schema) =>
        s_known.FirstOrDefault(t => t.Plural == schema.Plural) ?? new MetadataType(schema.Plural, schema.Singular);

    /// <inheritdoc/>
    public override string ToString() => Plural;
}
