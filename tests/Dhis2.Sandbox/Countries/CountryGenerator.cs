using System.Globalization;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.SqlViews;

namespace Dhis2.Sandbox.Countries;

/// <summary>Makes a country of any size: the same options make the same one, to the last uid.</summary>
internal static class CountryGenerator
{
    private const int DataElements = 20;
    private const int FacilitiesPerDistrict = 60;
    private const int DistrictsPerRegion = 15;

    public static Country Make(SandboxOptions options)
    {
        var uids = new UidSource(options.Seed);
        var tree = new OrgUnitTree(MakeOrgUnits(options.OrgUnits, uids, new Random(options.Seed)));
        return Country.From(MakePayload(tree, uids), tree);
    }

    private static List<OrgUnit> MakeOrgUnits(int count, UidSource uids, Random random)
    {
        var root = new OrgUnit(uids.Next(), "OU", "Generated land", "Generated land", null, new DateOnly(1990, 1, 1));
        var all = new List<OrgUnit>(count) { root };
        var districts = Math.Max(1, count / (FacilitiesPerDistrict + 1));
        var regions = Math.Max(1, districts / DistrictsPerRegion);
        var regionUnits = new List<OrgUnit>();
        for (var r = 0; r < regions && all.Count < count; r++)
            regionUnits.Add(Add(all, uids, root, $"OU_{r + 1}", PlaceNames.Make(r, 0, r), new DateOnly(1990, 1, 1)));
        var districtUnits = new List<OrgUnit>();
        for (var d = 0; d < districts && all.Count < count; d++)
        {
            var region = regionUnits[d % regionUnits.Count];
            districtUnits.Add(Add(all, uids, region, $"{region.Code}_{d + 1}", PlaceNames.Make(d % regionUnits.Count, 1, d), new DateOnly(1995, 1, 1)));
        }
        for (var f = 0; all.Count < count && districtUnits.Count > 0; f++)
        {
            var district = districtUnits[f % districtUnits.Count];
            var opened = new DateOnly(2000, 1, 1).AddDays(random.Next(3650));
            Add(all, uids, district, $"{district.Code}_{f + 1}", PlaceNames.Make(f % districtUnits.Count % regionUnits.Count, 2, f), opened);
        }
        return all;
    }

    private static OrgUnit Add(List<OrgUnit> all, UidSource uids, OrgUnit parent, string code, string name, DateOnly opened)
    {
        var unit = new OrgUnit(uids.Next(), code, name, name, parent, opened);
        all.Add(unit);
        return unit;
    }

    private static JsonObject MakePayload(OrgUnitTree tree, UidSource uids)
    {
        var levels = tree.Select(u => u.Level).Distinct().Order()
            .Select(l => new JsonObject { ["id"] = uids.Next(), ["name"] = $"Level {l.ToString(CultureInfo.InvariantCulture)}", ["level"] = l });
        var elements = Enumerable.Range(1, DataElements).Select(n => MakeElement(n, uids.Next())).ToList();
        var leaves = tree.Where(u => u.IsLeaf);
        var dataSet = new JsonObject
        {
            ["id"] = uids.Next(),
            ["code"] = "DS_MONTHLY",
            ["name"] = "Generated monthly",
            ["shortName"] = "Generated monthly",
            ["periodType"] = "Monthly",
            ["openFuturePeriods"] = 1,
            ["categoryCombo"] = Reference(Country.DefaultCategoryCombo),
            ["dataSetElements"] = new JsonArray([.. elements.Select(e => new JsonObject { ["dataElement"] = Reference((string)e["id"]!) })]),
            ["organisationUnits"] = new JsonArray([.. leaves.Select(u => Reference(u.Uid))]),
        };
        return new JsonObject
        {
            ["organisationUnitLevels"] = new JsonArray([.. levels]),
            ["dataElements"] = new JsonArray([.. elements]),
            ["dataSets"] = new JsonArray(dataSet),
            // Last, so that the uids of all others stay what they were.
            [SqlView.PluralName] = GeneratedViews.Make(uids),
        };
    }

    private static JsonObject MakeElement(int number, string uid) => new()
    {
        ["id"] = uid,
        ["code"] = $"DE_{number}",
        ["name"] = $"Data element {number}",
        ["shortName"] = $"Element {number}",
        ["valueType"] = number % 5 == 0 ? "TEXT" : "NUMBER",
        ["domainType"] = "AGGREGATE",
        ["aggregationType"] = number % 5 == 0 ? "NONE" : "SUM",
        ["categoryCombo"] = Reference(Country.DefaultCategoryCombo),
    };

    private static JsonObject Reference(string uid) => new() { ["id"] = uid };
}
