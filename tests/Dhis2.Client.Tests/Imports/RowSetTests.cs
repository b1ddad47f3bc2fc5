using Dhis2.Client.Imports.Journals;

namespace Dhis2.Client.Tests.Imports;

/// <summary>Row numbers of a journal: what was put in comes out, in few ranges.</summary>
public sealed class RowSetTests
{
    [Fact]
    public void A_set_of_ranges_is_a_set_of_numbers()
    {
        var random = new Random(7);
        for (var run = 0; run < 50; run++)
        {
            var (set, expected) = (new RowSet(), new HashSet<long>());
            for (var step = 0; step < 60; step++)
            {
                var first = random.Next(100);
                var last = first + random.Next(10);
                var numbers = Enumerable.Range(first, last - first + 1).Select(i => (long)i).ToList();
                if (random.Next(3) == 0)
                {
                    set.Remove(first, last);
                    expected.ExceptWith(numbers);
                }
                else
                {
                    Assert.Equal(numbers.Count(number => !expected.Contains(number)), set.Add(first, last));
                    expected.UnionWith(numbers);
                }
                Assert.Equal(expected.Count, set.Count);
                Assert.Equal(expected.Order(), Enumerable.Range(-1, 120).Select(i => (long)i).Where(set.Contains));
            }
        }
    }

    [Fact]
    public void Numbers_are_written_as_files_and_rows_that_count_from_one_and_read_again()
    {
        var second = RowNumber.FirstOfNextFile(RowNumber.FirstOfNextFile(0));
        var first = RowNumber.FirstOfNextFile(0);
        var text = RowNumber.Format([second, first + 2, first, first + 1, first + 9]);
        Assert.Equal("1:1-3,10 2:1", text);
        Assert.Equal([(first, first + 2), (first + 9, first + 9), (second, second)], RowNumber.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData("1:0")]
    [InlineData("1:5-3")]
    [InlineData("1:1-2-3")]
    [InlineData("1:1,,2")]
    [InlineData("one:1")]
    public void What_is_no_number_of_rows_is_no_journal(string text) => Assert.Throws<FormatException>(() => RowNumber.Parse(text).ToList());
}
