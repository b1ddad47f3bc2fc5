using System.Globalization;

namespace Dhis2.Demo;

/// <summary>The file the tour imports: one month of numbers, and three rows that are wrong in three ways.</summary>
internal sealed record DemoFile(string Path, IReadOnlyList<int> BadLines, Sample LastRow)
{
    // Well formed, and known to no server.
    private const string NoOrgUnit = "NoSuchPlace";

    public static DemoFile Write(string path, IReadOnlyList<string> elements, IReadOnlyList<string> orgUnits)
    {
        int[] badRows = [12_345, 50_000, 98_765];
        var last = new Sample("", "", "");
        using var csv = new StreamWriter(path);
        csv.NewLine = "\n";
        csv.WriteLine("dataelement,period,orgunit,value");
        for (var row = 1; row <= Facts.Rows; row++)
        {
            var place = row - 1;
            last = new Sample(elements[place % elements.Count], orgUnits[place / elements.Count], (place % 977 + 1).ToString(CultureInfo.InvariantCulture));
            var (orgUnit, value) = Array.IndexOf(badRows, row) switch
            {
                0 => (last.OrgUnit, "twelve"),
                1 => (NoOrgUnit, last.Value),
                2 => (last.OrgUnit, "1.2.3"),
                _ => (last.OrgUnit, last.Value),
            };
            csv.WriteLine($"{last.DataElement},{Facts.Month},{orgUnit},{value}");
        }
        // The header is line 1.
        return new DemoFile(path, [.. badRows.Select(row => row + 1)], last);
    }
}
