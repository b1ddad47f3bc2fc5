namespace Dhis2.Client.SystemInfo;

/// <summary>What servers do not tell of their settings.</summary>
internal static class SettingKeys
{
    // A server of 2.40 leaves these out of its list until they are set, and answers for one of them what it answers for no setting at all.
    private static readonly HashSet<string> s_unlisted = new(StringComparer.Ordinal)
    {
        "googleAnalyticsUA", "keyApplicationFooter", "keyApplicationIntro", "keyApplicationNotification", "keyApplicationRightFooter", "keyCurrentDomainType",
        "keyCustomCss", "keyCustomJs", "keyDbLocale", "keyDefaultBaseMap", "keyEmailHostName", "keyEmailUsername", "keyFlagImage", "keyHtmlPushAnalyticsUrl",
        "keyLastMetaDataSyncSuccess", "keyLastMonitoringRun", "keyLastSuccessfulLatestAnalyticsPartitionRuntime", "keyLastSuccessfulLatestAnalyticsPartitionUpdate",
        "keyLastSuccessfulMonitoring", "keyLastSuccessfulScheduledDataSetNotifications", "keyLastSuccessfulScheduledProgramNotifications",
        "keyLastSuccessfulSystemMonitoringPush", "keyMetadataFailedVersion", "keyMetadataLastFailedTime", "keyNextAnalyticsTableUpdate", "keyRemoteMetadataVersion",
        "keySystemMetadataVersion", "keySystemNotificationsEmail", "keyTrackerDashboardLayout", "lastSuccessfulDataStatistics", "loginPopup", "phoneNumberAreaCode",
    };

    /// <summary>A setting that can be written and is never shown: reading it gives an empty text.</summary>
    public static bool IsConfidential(string key) => key is "keyEmailPassword" or "keyRemoteInstancePassword";

    /// <summary>Whether a key that is not on the server's list is a setting all the same.</summary>
    public static bool IsUnlisted(string key) => IsConfidential(key) || s_unlisted.Contains(key);
}
