using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SystemInfo;

/// <summary>The answer of <c>/api/system/info</c>; who is no superuser sees less.</summary>
internal static class SystemInformation
{
    private const string Never = "1970-01-01T00:00:00.000";

    private static readonly string[] s_superuserOnly =
    [
        "jasperReportsVersion", "environmentVariable", "fileStoreProvider", "readOnlyMode", "nodeId", "javaVersion", "javaVendor", "osName",
        "osArchitecture", "osVersion", "externalDirectory", "readReplicaCount", "memoryInfo", "cpuCores", "clusterHostname",
    ];

    public static JsonObject Make(Dialect dialect, string host, bool all, DateTimeOffset time)
    {
        var now = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var info = new JsonObject
        {
            ["contextPath"] = $"http://{host}",
            ["calendar"] = "iso8601",
            ["dateFormat"] = "yyyy-mm-dd",
            ["serverDate"] = now,
            ["serverTimeZoneId"] = "Etc/UTC",
            ["serverTimeZoneDisplayName"] = "Coordinated Universal Time",
            ["lastAnalyticsTableSuccess"] = now,
            ["intervalSinceLastAnalyticsTableSuccess"] = "0 s",
            ["lastAnalyticsTableRuntime"] = "00:00:00.288",
        };
        if (dialect >= Dialect.V42)
            AddRuns(info);
        if (dialect >= Dialect.V43)
        {
            info["sessionTimeout"] = 3600;
            info["capability"] = new JsonObject { ["analyticsTotalCounts"] = false };
        }
        info["databaseInfo"] = Database(dialect, now, all);
        AddBuild(info, dialect, host, all);
        if (!all)
        {
            foreach (var name in s_superuserOnly)
                info.Remove(name);
        }
        return info;
    }

    private static void AddRuns(JsonObject info)
    {
        info["lastSystemMonitoringSuccess"] = Never;
        info["lastAnalyticsTablePartitionSuccess"] = Never;
        info["intervalSinceLastAnalyticsTablePartitionSuccess"] = "498710 h, 35 m, 28 s";
        info["lastAnalyticsTablePartitionRuntime"] = "";
        info["systemMetadataVersion"] = "";
        info["lastMetadataVersionSyncAttempt"] = Never;
    }

    private static JsonObject Database(Dialect dialect, string now, bool all)
    {
        var database = new JsonObject();
        if (all)
        {
            database["name"] = "dhis2";
            database["user"] = "dhis";
            database["url"] = "jdbc:postgresql:dhis2";
            database["databaseVersion"] = "PostgreSQL 15.20";
        }
        database["spatialSupport"] = true;
        if (dialect >= Dialect.V41)
            database["time"] = now;
        return database;
    }

    private static void AddBuild(JsonObject info, Dialect dialect, string host, bool all)
    {
        info["version"] = dialect.Full();
        info["revision"] = "5a4db0c";
        info["buildTime"] = "2026-01-01T00:00:00.000";
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[
            ("jasperReportsVersion", "6.20.0"), ("environmentVariable", "DHIS2_HOME"), ("fileStoreProvider", "filesystem"), ("readOnlyMode", "off"),
            ("nodeId", ""), ("javaVersion", "17.0.15"), ("javaVendor", "Debian"), ("osName", "Linux"), ("osArchitecture", "amd64"),
            ("osVersion", "6.1.0"), ("externalDirectory", "/var/dhis2"), ("memoryInfo", "Mem Total in JVM: 528 Free in JVM: 201 Max Limit: 2500"),
            ("systemName", "DHIS 2"), ("clusterHostname", "")])
            info[name] = text;
        info["readReplicaCount"] = 0;
        info["cpuCores"] = 2;
        info["encryption"] = all;
        info["emailConfigured"] = false;
        info["redisEnabled"] = false;
        if (dialect == Dialect.V41)
            info["systemId"] = "00000000-0000-4000-8000-000000000000";
        info["instanceBaseUrl"] = $"http://{host}";
        info["isMetadataVersionEnabled"] = false;
    }
}
