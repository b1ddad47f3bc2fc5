using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Countries;

/// <summary>What data entry needs to know of a data set.</summary>
internal sealed class DataSet
{
    public required string Uid { get; init; }

    public required string PeriodType { get; init; }

    /// <summary>Data elements by uid; the value is the category combo that the data set itself sets for them, if any.</summary>
    public required IReadOnlyDictionary<string, string?> Elements { get; init; }

    /// <summary>Uids of the org units it is assigned to.</summary>
    public required IReadOnlySet<string> OrgUnits { get; init; }

    public required JsonObject Json { get; init; }

    public static DataSet Read(JsonObject json) => new()
    {
        Uid = (string)json["id"]!,
        PeriodType = (string)json["periodType"]!,
        Elements = (json["dataSetElements"]?.AsArray() ?? []).ToDictionary(e => (string)e!["dataElement"]!["id"]!, e => (string?)e!["categoryCombo"]?["id"]),
        OrgUnits = (json["organisationUnits"]?.AsArray() ?? []).Select(o => (string)o!["id"]!).ToHashSet(),
        Json = json,
    };
}
