using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SystemInfo;

/// <summary>What each version counts.</summary>
internal static class ObjectCounts
{
    private static readonly string[] s_always =
    [
        "indicator", "period", "visualization", "organisationUnit", "validationRule", "dataValue", "dataElement", "program",
        "organisationUnitGroup", "indicatorType", "eventVisualization", "map", "indicatorGroup", "userGroup", "user", "dataSet",
        "dataElementGroup", "dashboard",
    ];

    public static IEnumerable<string> Names(Dialect dialect) => dialect switch
    {
        Dialect.V40 => s_always.Concat(["programInstance", "programStageInstance", "trackedEntityInstance"]),
        Dialect.V41 => s_always.Concat(["enrollment", "event", "programInstance", "programStageInstance", "trackedEntity", "trackedEntityInstance"]),
        Dialect.V42 => s_always.Concat(["enrollment", "event", "trackedEntity"]),
        _ => s_always.Concat(["enrollment", "event", "singleevent", "trackedEntity", "trackerevent"]),
    };
}
