using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;
using Dhis2.Client.Tests.Support;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Import;

/// <summary>The keys of very many rows take little memory; where the disk does not take them, the newest stay, the user is told once, and the import goes on.</summary>
[Collection(nameof(Alone))]
public sealed class ManyKeysTests
{
    [Fact]
    public void Keys_in_memory_are_still_known()
    {
        using var nowhere = new NoTemporaryFolder();
        var keys = new SentKeys(inMemory: 48);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i >= 48, keys.IsFull);
            Assert.Null(keys.Replace(SentKeysTests.Key(i), SentKeysTests.Row(null, i)));
        }
        Assert.Equal(48, keys.Count);
        for (var i = 0; i < 48; i++)
        {
            Assert.Equal($"row {i}", keys.Replace(SentKeysTests.Key(i), SentKeysTests.Row(null, 1000 + i)));
            Assert.Equal($"row {1000 + i}", keys.Replace(SentKeysTests.Key(i), SentKeysTests.Row(null, 2000 + i)));
        }
        Assert.Null(keys.Replace(SentKeysTests.Key(48), SentKeysTests.Row(null, 3000)));
    }

    [Fact]
    public async Task The_user_is_told_once_that_further_repeats_are_not_watched()
    {
        using var nowhere = new NoTemporaryFolder();
        var ledger = new Ledger<ImportRow>(DataValueImporter.Describe, DataValueProblemFormat.Instance);
        var filter = new DuplicateFilter(null!, new ImportOptions(), ledger, new SentKeys(inMemory: 4));
        // What is not watched may repeat anything.
        foreach (var (lines, mayRepeat) in new (int[], bool)[] { ([1, 2], false), ([3, 4, 5], false), ([6], true), ([1, 6], true) })
        {
            var rows = lines.Select(i => ledger.Enter(SentKeysTests.Row(SentKeysTests.Key(i), i + 10))).ToList();
            Assert.Equal(rows, await filter.ApplyAsync(rows, TestContext.Current.CancellationToken));
            Assert.Equal(mayRepeat, filter.RepeatsEarlier);
            ledger.Settle(rows, new ImportCounts { Imported = rows.Count });
        }
        var (_, problems) = ledger.Close("");
        var warnings = problems.Select(p => $"{p.Place} {p.Outcome} {p.Message}").ToList();
        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("row 14 Warning The rows behind this one are compared with the 4 before it", warnings.Single(w => w.EndsWith("is not watched.", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("row 11 Warning An earlier row (row 11) is for the same value", warnings.Single(w => w.Contains("An earlier row", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_million_keys_take_little_memory()
    {
        var keys = new SentKeys();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 2_000_000; i++)
            keys.Replace(SentKeysTests.Key(i), SentKeysTests.Row(null, i));
        var taken = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024.0 * 1024);
        Assert.True(taken < 16, $"{taken:0.0} MB are held for {keys.Count} keys.");
    }
}
