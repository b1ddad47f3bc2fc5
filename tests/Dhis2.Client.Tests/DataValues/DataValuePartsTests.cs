using Dhis2.Client.DataValues;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>Long queries, cut: together the parts ask for each place of a value once, and for nothing else.</summary>
public sealed class DataValuePartsTests
{
    [Theory]
    [InlineData(300, 60, 3, 1)]
    [InlineData(2, 700, 1, 2)]
    [InlineData(5, 5, 400, 300)]
    [InlineData(1, 1, 1, 1)]
    public void Each_place_of_a_value_is_asked_for_once(int units, int periods, int elements, int combos)
    {
        var query = new DataValueQuery
        {
            OrgUnits = Ids('u', units),
            Periods = [.. Enumerable.Range(0, periods).Select(i => $"{1900 + (i / 12)}{(i % 12) + 1:D2}")],
            DataElements = Ids('e', elements),
            AttributeOptionCombos = Ids('c', combos),
        };
        var parts = Cut(query);
        var places = parts.SelectMany(p => p.OrgUnits.SelectMany(u => p.Periods.SelectMany(t => p.DataElements.SelectMany(e => p.AttributeOptionCombos.Select(c => (u, t, e, c)))))).ToList();
        Assert.Equal(units * periods * elements * combos, places.Count);
        Assert.Equal(places.Count, places.ToHashSet().Count);
        Assert.All(parts, part => Assert.InRange(DataValueReader.Request(part).Query.ToString().Length, 1, 4000));
        Assert.InRange(parts.Count, 1, 1 << 6);
    }

    [Fact]
    public void What_a_value_may_have_twice_is_not_cut()
    {
        var query = new DataValueQuery { OrgUnits = ["u"], Periods = ["201401"] };
        Assert.Equal("-DataSet", Assert.Throws<Dhis2InputException>(() => Cut(query with { DataSets = Ids('s', 300) })).Item);
        Assert.Equal("-DataElement", Assert.Throws<Dhis2InputException>(() => Cut(query with { DataElements = Ids('e', 300), DataSets = ["s"] })).Item);
        Assert.Equal("-OrgUnit", Assert.Throws<Dhis2InputException>(() => Cut(query with { DataSets = ["s"], OrgUnits = Ids('u', 300), OrgUnitGroups = ["g"] })).Item);
        Assert.All(Cut(query with { DataSets = ["s"], OrgUnits = Ids('u', 20), OrgUnitGroups = ["g"], Periods = Ids('2', 400) }), part => Assert.Equal(20, part.OrgUnits.Count));
    }

    private static IReadOnlyList<DataValueQuery> Cut(DataValueQuery query) =>
        DataValueParts.Of(TestSession.CallerOf(new AnsweringHandler(_ => AnsweringHandler.Json("{}"))), query, DataValueReader.Request);

    private static List<string> Ids(char first, int count) => [.. Enumerable.Range(0, count).Select(i => $"{first}{i:D10}")];
}
