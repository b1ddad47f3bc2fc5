namespace Dhis2.Client.Tests.Architecture;

/// <summary>Which folder of the client may use which: the ground floor in its order, and no area another.</summary>
public sealed class LayerTests
{
    // Helpers that belong to no subject, and what .NET Framework lacks: everything may use them, and they use nothing.
    private static readonly string[] s_helpers = ["Utilities", "Net472"];

    // A folder may use those before it and none behind it.
    private static readonly string[] s_groundFloor = ["Errors", "Json", "Csv", "Http", "Input", "Sessions", "Lists", "Downloads", "Grids", "Jobs", "Periods", "Imports"];

    // None uses another.
    private static readonly string[] s_areas =
        ["Metadata", "DataValues", "SqlViews", "Analytics", "Maintenance", "DataStore", "Tracker", "Files", "Routes", "SystemInfo", "AccessTokens"];

    private static readonly IReadOnlyDictionary<string, string> s_folders = SourceFolders.Of(typeof(Session).Assembly);

    [Fact]
    public void Every_type_is_in_a_folder_that_has_a_place()
    {
        var places = new HashSet<string>([.. s_helpers, .. s_groundFloor, .. s_areas], StringComparer.Ordinal);
        Assert.Empty(s_folders.Where(pair => !places.Contains(PlaceOf(pair.Value))).Select(pair => $"{pair.Key} in {pair.Value}"));
        // One without code, one whose methods are all asynchronous, and one of another namespace than its folder's.
        Assert.Equal("Sessions", s_folders["Dhis2.Client.Sessions.SessionFactory"]);
        Assert.Equal(("Jobs", "Jobs", "Sessions"), (s_folders["Dhis2.ServerTask"], s_folders["Dhis2.Client.Jobs.IJobOutcomeReader"], s_folders["Dhis2.Session"]));
    }

    [Fact]
    public void A_folder_uses_those_before_it_and_an_area_no_other() =>
        Assert.Empty(Violations().Distinct());

    private static IEnumerable<string> Violations()
    {
        foreach (var use in CompiledTypes.UsesIn(typeof(Session).Assembly.Location).Where(use => use.Assembly is null))
        {
            if (s_folders.TryGetValue(use.From, out var from) && s_folders.TryGetValue(use.ToTopLevel, out var to) && !MayUse(PlaceOf(from), PlaceOf(to)))
                yield return $"{use.From} -> {PlaceOf(to)}";
        }
    }

    // Profiles are of the sessions: servers and accounts under a name.
    private static string PlaceOf(string folder) => folder == "Profiles" ? "Sessions" : folder;

    private static bool MayUse(string from, string to) => from == to || Rank(to) < Rank(from);

    private static int Rank(string place) => s_areas.Contains(place) ? s_groundFloor.Length : Array.IndexOf(s_groundFloor, place);
}
