namespace Dhis2.Client.Tests.Architecture;

/// <summary>Compares what breaks a rule with a list of what is known to: anything new is a fault, and so is an entry that nothing breaks any more, so that the list can only shrink.</summary>
internal static class KnownViolations
{
    public static void Check(string rule, IEnumerable<string> found, IReadOnlyDictionary<string, string> known)
    {
        var all = found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var added = all.Where(violation => !known.ContainsKey(violation)).ToList();
        var gone = known.Keys.Where(violation => !all.Contains(violation, StringComparer.Ordinal)).ToList();
        Assert.True(added.Count == 0, $"{rule}\n{string.Join('\n', added)}");
        Assert.True(gone.Count == 0, $"No longer broken; take it off the list:\n{string.Join('\n', gone)}");
        Assert.All(known.Values, reason => Assert.NotEmpty(reason));
    }
}
