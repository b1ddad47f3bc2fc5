using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dhis2.TestTools;

namespace Dhis2.Demo;

/// <summary>
/// What the tour will be held against: read off the server by plain requests, so that neither the module nor its client is asked about itself.
/// </summary>
internal sealed record Facts
{
    public const int Rows = 100_000;
    public const string Month = "202401";

    public required Uri Uri { get; init; }

    public required string Csv { get; init; }

    /// <summary>Org units on each level, the root's first.</summary>
    public required IReadOnlyList<int> Levels { get; init; }

    public required string Root { get; init; }

    public required string DataSet { get; init; }

    public required string SqlView { get; init; }

    /// <summary>Names of the org units on level 2, in order.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Lines of the file that no server may store.</summary>
    public required IReadOnlyList<int> BadLines { get; init; }

    /// <summary>A stored value: the last row of the file.</summary>
    public required Sample LastRow { get; init; }

    public int RowCount { get; } = Rows;

    public string Period { get; } = Month;

    public static async Task<Facts> ReadAsync(Uri uri, string folder)
    {
        using var http = new HttpClient { BaseAddress = uri };
        var credentials = Encoding.UTF8.GetBytes($"{SandboxProcess.UserName}:{SandboxProcess.Password}");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        var units = await ListAsync(http, "organisationUnits", "id,name,level,leaf");
        var set = (await ListAsync(http, "dataSets", "id,dataSetElements[dataElement[id,valueType]]"))[0];
        var view = (await ListAsync(http, "sqlViews", "id,code")).Single(v => Text(v, "code") == "SV_BY_LEVEL");
        var elements = set.GetProperty("dataSetElements").EnumerateArray().Select(e => e.GetProperty("dataElement"))
            .Where(e => Text(e, "valueType") == "NUMBER").Select(e => Text(e, "id")).ToList();
        var leaves = units.Where(u => u.GetProperty("leaf").GetBoolean()).Select(u => Text(u, "id")).ToList();
        var file = DemoFile.Write(Path.Combine(folder, "values.csv"), elements, leaves);
        return new Facts
        {
            Uri = uri,
            Csv = file.Path,
            Levels = [.. units.GroupBy(Level).OrderBy(g => g.Key).Select(g => g.Count())],
            Root = Text(units.Single(u => Level(u) == 1), "id"),
            DataSet = Text(set, "id"),
            SqlView = Text(view, "id"),
            Regions = [.. units.Where(u => Level(u) == 2).Select(u => Text(u, "name")).Order(StringComparer.Ordinal)],
            BadLines = file.BadLines,
            LastRow = file.LastRow,
        };
    }

    /// <summary>A number for people.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static async Task<List<JsonElement>> ListAsync(HttpClient http, string type, string fields)
    {
        await using var stream = await http.GetStreamAsync(new Uri($"api/{type}?paging=false&fields={fields}", UriKind.Relative));
        using var document = await JsonDocument.ParseAsync(stream);
        return [.. document.RootElement.Clone().GetProperty(type).EnumerateArray()];
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static int Level(JsonElement unit) => unit.GetProperty("level").GetInt32();
}

/// <summary>A value that is to be found again.</summary>
internal sealed record Sample(string DataElement, string OrgUnit, string Value);
