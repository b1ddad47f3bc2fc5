using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>The few facts about single types that writes need; whatever the recordings say nothing of is free.</summary>
internal static class TypeRules
{
    private static readonly string[] s_named = ["name"];
    private static readonly string[] s_viewTypes = ["QUERY", "MATERIALIZED_VIEW", "VIEW"];
    private static readonly string[] s_coded = ["code"];
    private static readonly string[] s_distinct = ["code", "name", "shortName"];

    // In the order in which the server misses them.
    private static readonly Dictionary<string, string[]> s_required = new(StringComparer.Ordinal)
    {
        ["dataElements"] = ["aggregationType", "domainType", "valueType", "name", "shortName"],
        ["dataSets"] = ["periodType", "name", "shortName"],
        ["organisationUnits"] = ["openingDate", "name", "shortName"],
        ["users"] = ["firstName", "surname"],
    };

    private static readonly Dictionary<string, string[]> s_unique = new(StringComparer.Ordinal)
    {
        ["dataElements"] = s_distinct,
        ["dataElementGroups"] = s_distinct,
        ["options"] = [],
    };

    private static readonly Dictionary<string, string> s_classes = new(StringComparer.Ordinal)
    {
        ["aggregationType"] = "org.hisp.dhis.analytics.AggregationType",
        ["domainType"] = "org.hisp.dhis.dataelement.DataElementDomain",
        ["valueType"] = "org.hisp.dhis.common.ValueType",
        ["openingDate"] = "java.util.Date",
        ["type"] = "org.hisp.dhis.sqlview.SqlViewType",
    };

    private static readonly HashSet<string> s_withDataSharing = new(StringComparer.Ordinal)
    {
        "categoryOptions", "dataSets", "programs", "programStages", "relationshipTypes", "sqlViews", "trackedEntityTypes",
    };

    private static readonly HashSet<string> s_withoutSharing = new(StringComparer.Ordinal)
    {
        "categoryOptionCombos", "dataEntryForms", "indicatorTypes", "options", "organisationUnitLevels", "organisationUnits", "predictors", "users",
    };

    // Properties of another name than that of the type they refer to.
    private static readonly Dictionary<string, string> s_references = new(StringComparer.Ordinal)
    {
        ["parent"] = "organisationUnits",
        ["commentOptionSet"] = "optionSets",
        ["dataViewOrganisationUnits"] = "organisationUnits",
        ["teiSearchOrganisationUnits"] = "organisationUnits",
        ["managedGroups"] = "userGroups",
    };

    // The schema that was recorded whole; of other types any property is taken.
    private static readonly HashSet<string> s_dataElement = new(StringComparer.Ordinal)
    {
        "aggregationLevels", "aggregationType", "attributeValues", "categoryCombo", "code", "commentOptionSet", "created", "createdBy", "description",
        "domainType", "fieldMask", "formName", "id", "lastUpdated", "lastUpdatedBy", "legendSets", "name", "optionSet", "sharing", "shortName", "style",
        "translations", "url", "valueType", "valueTypeOptions", "zeroIsSignificant",
    };

    public static IReadOnlyList<string> Required(string type) => s_required.GetValueOrDefault(type, s_named);

    /// <summary>Properties of which no two objects of the type have the same value.</summary>
    public static IReadOnlyList<string> Unique(string type) => s_unique.GetValueOrDefault(type, s_coded);

    public static bool HasDataSharing(string type) => s_withDataSharing.Contains(type);

    public static bool HasSharing(string type) => !s_withoutSharing.Contains(type);

    /// <summary>An object of the type has the default category combination where it names none.</summary>
    public static bool HasCategoryCombo(string type) => type is "dataElements" or "dataSets" or "programs";

    public static bool IsKnown(string type, string property) => type != "dataElements" || s_dataElement.Contains(property);

    /// <summary>The values that a property can have at all, or null where they are not known.</summary>
    public static IReadOnlyList<string>? ValuesOf(string type, string property) =>
        (type, property) is ("sqlViews", "type") ? s_viewTypes : TypeProperties.EnumOf(property);

    public static int MaxLength(string property) => property switch { "name" => 230, "code" or "shortName" => 50, _ => int.MaxValue };

    /// <summary>The Java class of a property, as reports name it.</summary>
    public static string ClassOf(string property) => s_classes.GetValueOrDefault(property, "java.lang.String");

    /// <summary>The type that a property refers to, or null. Who created an object is never checked.</summary>
    public static TypeName? ReferredType(string property)
    {
        if (property is "user" or "createdBy" or "lastUpdatedBy")
            return null;
        var type = TypeNames.Find(s_references.GetValueOrDefault(property, property)) ?? TypeNames.FindSingular(property);
        return type is { Endpoint.Length: > 0 } ? type : null;
    }
}
