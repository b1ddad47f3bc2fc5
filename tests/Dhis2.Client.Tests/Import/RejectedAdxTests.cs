using System.Xml.Linq;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Import;

/// <summary>Rows that did not go in are written as ADX that is read again as it was.</summary>
public sealed class RejectedAdxTests
{
    [Theory]
    [InlineData("20160105", "2016-01-05/P1D")]
    [InlineData("2015W2", "2015-01-05/P7D")]
    [InlineData("2015W53", "2015-12-28/P7D")]
    [InlineData("2015WedW2", null)]
    [InlineData("2015BiW2", "2015-01-12/P14D")]
    [InlineData("201601", "2016-01-01/P1M")]
    [InlineData("201602", "2016-02-01/P1M")]
    [InlineData("201606B", "2016-11-01/P2M")]
    [InlineData("2016Q4", "2016-10-01/P3M")]
    [InlineData("2016S2", "2016-07-01/P6M")]
    [InlineData("2016AprilS2", null)]
    [InlineData("2016NovS1", null)]
    [InlineData("2016", "2016-01-01/P1Y")]
    [InlineData("2016April", "2016-04-01/P1Y")]
    [InlineData("2016July", null)]
    [InlineData("2016Oct", null)]
    public async Task A_period_has_its_first_day_and_its_length(string period, string? written)
    {
        var (text, rows) = await WriteAsync(Row(period));
        Assert.Equal(period, Assert.Single(rows).Row!.Value.Period);
        if (written is not null)
            Assert.Equal(written, (string)XDocument.Parse(text).Root!.Elements().Single().Attribute("period")!);
    }

    [Fact]
    public async Task Categories_and_option_combos_are_told_apart()
    {
        const string Both = "CAT_AGE=0-4, under five, CAT_SEX=a=b";
        var (_, rows) = await WriteAsync(Row("201601", combo: Both), Row("201601", combo: "Male, <5"), Row("201601", combo: "T263yzuGhlX"), Row("201601", attributes: "CAT_FUND=CO_A"), Row("201601"));
        Assert.Equal([Both, null, null, null, null], rows.Select(item => item.Row!.Adx!.Categories));
        Assert.Equal([null, "Male, <5", "T263yzuGhlX", null, null], rows.Select(item => item.Row!.Value.CategoryOptionCombo));
        Assert.Equal([null, null, null, "CAT_FUND=CO_A", null], rows.Select(item => item.Row!.Adx!.Group.Categories));
        Assert.All(rows, item => Assert.Equal(("DS", "DE", "OU"), (item.Row!.Value.DataSet, item.Row.Value.DataElement, item.Row.Value.OrgUnit)));
    }

    [Fact]
    public async Task Whatever_a_row_and_its_reason_hold_the_file_can_be_read()
    {
        var odd = Row("none");
        (odd.Value, odd.Comment, odd.FollowUp, odd.Deleted) = ("a\0b \ud800 -- ]]>", "\n<c> \"q\"", true, true);
        var fine = Row("201601");
        (fine.Value, fine.Comment) = ("line 1\n <&> \"q\"", "\n<c> \"q\"");
        var (text, rows) = await WriteAsync(odd, null, fine);
        Assert.Equal(3, XDocument.Parse(text).DescendantNodes().OfType<XComment>().Count());
        Assert.Contains("'none'", rows[0].Fault!, StringComparison.Ordinal);
        Assert.Equal((fine.Value, fine.Comment, fine.Value), (rows[1].Row!.Value.Value, rows[1].Row!.Value.Comment, rows[1].Row!.Adx!.Annotation));
        Assert.Equal("true", XDocument.Parse(text).Descendants().First(element => element.Name.LocalName == "dataValue").Attribute("followup")!.Value);
    }

    private static DataValue Row(string period, string? combo = null, string? attributes = null) => new()
    {
        DataSet = "DS",
        DataElement = "DE",
        Period = period,
        OrgUnit = "OU",
        CategoryOptionCombo = combo,
        AttributeOptionCombo = attributes,
        Value = "1",
    };

    private static async Task<(string Text, List<InputItem> Rows)> WriteAsync(params DataValue?[] rows)
    {
        var token = TestContext.Current.CancellationToken;
        var problems = rows.Select(row => (ImportProblem)new DataValueImportProblem { Outcome = ImportOutcome.Rejected, Row = row, Message = "Not -- at all ---\0." }).ToList();
        using var stream = new MemoryStream();
        Assert.Null(await RejectedRows.WriteAsync(new DataValueImportReport(new ImportCounts(), problems), stream, DataValueExportFormat.Adx, (new CsvFormat(), new CsvWriteOptions()), DataValueSetTerms.None, token));
        using var reader = new StreamReader(new MemoryStream(stream.ToArray()));
        var text = await reader.ReadToEndAsync(token);
        using var file = DataValueFile.Open(new MemoryStream(stream.ToArray()), "left.adx", new DataValueFileOptions { Csv = () => new CsvFormat() });
        var items = new List<InputItem>();
        await foreach (var part in file.ReadAsync(token))
            items.AddRange(part);
        return (text, items);
    }
}
