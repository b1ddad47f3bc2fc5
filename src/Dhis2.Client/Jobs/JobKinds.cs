namespace Dhis2.Client.Jobs;

/// <summary>What differs between the kinds of jobs. Their names vary by version, so that a kind nobody knows is no error.</summary>
internal static class JobKinds
{
    /// <summary>Imports: they run once, when a request starts them, and nobody can schedule them.</summary>
    public static bool IsImport(string kind) => kind.EndsWith("_IMPORT", StringComparison.Ordinal) || kind == "TRACKER_IMPORT_JOB";

    /// <summary>Kinds that always leave a summary, which can come a little after their end.</summary>
    public static bool LeavesSummary(string kind) =>
        kind is "DATAVALUE_IMPORT" or "METADATA_IMPORT" or "COMPLETE_DATA_SET_REGISTRATION_IMPORT" or "TRACKER_IMPORT_JOB" or "GEOJSON_IMPORT";

    /// <summary>On 2.40: says nothing, and only its summary tells its end.</summary>
    public static bool LeavesSummaryAlone(string kind) => kind == "COMPLETE_DATA_SET_REGISTRATION_IMPORT";

    /// <summary>On 2.40: says nothing and leaves no summary; only the record of completed jobs tells its end.</summary>
    public static bool IsInRecordAlone(string kind) => kind is "DATA_INTEGRITY" or "DATA_INTEGRITY_DETAILS";

    /// <summary>On 2.40: its last message never says that it is the last.</summary>
    public static bool NeverSaysCompleted(string kind) => kind == "PREDICTOR";
}
