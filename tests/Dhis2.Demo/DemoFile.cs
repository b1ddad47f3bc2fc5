using System.Globalization;

namespace Dhis2.Demo;

/// <summary>The file the tour imports: one month of numbers, and three rows that hold no number.
/// Not an unknown org unit: a task of 2.43 takes the rows of a data set together, and would refuse all of them for it.</summary>
internal sealed record DemoFile(string Path, IReadOnlyList<int> BadLines, Sample LastRow)
{
    private static readonly Dictionary<int, string> s_badRows = new() { [12_345] = "twelve", [50_000] = "3 beds", [98_765] = "1.2.3" };

    public static DemoFile Write(string path, IReadOnlyList<string> elements, IReadOnlyList<string> orgUnits)
    {
        var last = new Sample("", "", "");
        using var csv = new StreamWriter(path);
        csv.NewLine = "\n";
        csv.WriteLine("dataelement,period,orgunit,value");
        for (var row = 1; row <= Facts.Rows; row++)
        {
            var place = row - 1;
            last = new Sample(elements[place % elements.Count], orgUnits[place / elements.Count], (place % 977 + 1).ToString(CultureInfo.InvariantCulture));
            csv.WriteLine($"{last.DataElement},{Facts.Month},{last.OrgUnit},{s_badRows.GetValueOrDefault(row, last.Value)}");
        }
        // The header is line 1.
        return new DemoFile(path, [.. s_badRows.Keys.Order().Select(row => row + 1)], last);
    }
}
