namespace Dhis2.Client.Metadata.Import;

/// <summary>The types in an order in which objects come behind those that they refer to. Those that it does not name come last.</summary>
internal static class TypeOrder
{
    private static readonly string[] s_types =
    [
        "userRoles", "users", "userGroups", "attributes", "constants", "legendSets", "options", "optionSets", "optionGroups", "optionGroupSets", "categoryOptions", "categories",
        "categoryCombos", "categoryOptionCombos", "categoryOptionGroups", "categoryOptionGroupSets", "organisationUnitLevels", "organisationUnits", "organisationUnitGroups",
        "organisationUnitGroupSets", "dataElements", "dataElementGroups", "dataElementGroupSets", "indicatorTypes", "indicators", "indicatorGroups", "indicatorGroupSets",
        "dataEntryForms", "dataApprovalLevels", "dataApprovalWorkflows", "dataSets", "sections", "trackedEntityAttributes", "trackedEntityTypes", "relationshipTypes", "programs",
        "programSections", "programStages", "programStageSections", "programIndicators", "programIndicatorGroups", "programRuleVariables", "programRules", "programRuleActions",
        "validationRules", "validationRuleGroups", "validationNotificationTemplates", "predictors", "predictorGroups", "sqlViews", "reports", "documents", "mapViews", "maps",
        "visualizations", "eventCharts", "eventReports", "eventVisualizations", "dashboards",
    ];

    /// <summary>The place of a type.</summary>
    public static int Of(MetadataType type) => Array.IndexOf(s_types, type.Plural) is >= 0 and var place ? place : s_types.Length;
}
