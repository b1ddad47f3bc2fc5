using System.IO.Compression;
using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>ADX is read row by row, each with the line of its element, and strictly.</summary>
public sealed class AdxRowsTests
{
    private const string Root = "<adx xmlns='urn:ihe:qrph:adx:2015'>";

    [Theory]
    [InlineData("adx_data_sample1.xml", "MAL01", "201501", "342", 13)]
    [InlineData("adx_data_sample2.xml", "MAL01", "201501", "342", 13)]
    [InlineData("exportA.adx.xml", "Malaria numeric", "202001", "123", 2)]
    [InlineData("exportB.adx.xml", "MalNummmmmm", "202001", "P1233333333", 4)]
    [InlineData("exportC.adx.xml", "Mal_num", "202001", "Provincial Hospital", 4)]
    [InlineData("exportD.adx.xml", "Mal_num", "202001", "District Hospital", 1)]
    [InlineData("importA.adx.xml", "Malaria numeric", "202001", "123", 9)]
    [InlineData("importB.adx.xml", "MalNummmmmm", "202001", "P1233333333", 9)]
    [InlineData("importC.adx.xml", "Mal_num", "202001", "Provincial Hospital", 9)]
    [InlineData("importDates.adx.xml", "MalNummmmmm", "202001", "P1233333333", 1)]
    [InlineData("importDatesUpdate.adx.xml", "MalNummmmmm", "202001", "P1233333333", 1)]
    public async Task A_servers_own_file_is_read_whole(string name, string element, string period, string orgUnit, int rows)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", "adx.zip"));
        var items = await ReadAsync(zip.GetEntry(name)!.Open());
        Assert.All(items, item => Assert.Null(item.Fault));
        Assert.Equal(rows, items.Count);
        var first = items[0].Row!.Value;
        Assert.Equal((element, period, orgUnit), (first.DataElement, first.Period, first.OrgUnit));
    }

    [Fact]
    public async Task A_row_has_what_its_element_and_its_group_say()
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", "adx.zip"));
        var rows = (await ReadAsync(zip.GetEntry("importA.adx.xml")!.Open())).ConvertAll(item => item.Row!);
        Assert.Equal("MalariaDS", rows[0].Value.DataSet);
        Assert.Equal("Age_category=under555555, Sex_category=FFFFFFFFFFF", rows[0].CategoryKey);
        Assert.Null(rows[0].Value.CategoryOptionCombo);
        Assert.Equal(("FOver555555", "FOver555555"), (rows[2].Value.CategoryOptionCombo, rows[2].CategoryKey));
        Assert.Equal(("Text data value", "0"), (rows[4].Value.Value, rows[4].Adx!.Value));
        Assert.Equal(("2021Q1", "Mechanism_category=PEPFARRRRRR"), (rows[6].Value.Period, rows[6].AttributeKey));
        Assert.Equal(("cocMcDonald", "cocMcDonald"), (rows[8].Value.AttributeOptionCombo, rows[8].AttributeKey));
        Assert.Equal([3L, 4L, 5L, 6L, 7L, 12L, 15L, 18L, 21L], rows.Select(row => row.Line!.Value));
        // In a file of rejected rows it must not become a value of the default option combo.
        Assert.Equal("Age_category=under555555, Sex_category=FFFFFFFFFFF", rows[0].Told.CategoryOptionCombo);
    }

    [Theory]
    [InlineData("2024-03-05/P1D", "20240305")]
    [InlineData("2024-01-01/P7D", "2024W1")]
    [InlineData("2024-12-30/P7D", "2025W1")]
    [InlineData("2026-12-28/P7D", "2026W53")]
    [InlineData("2024-01-03/P7D", "2024WedW1")]
    [InlineData("2023-12-31/P7D", "2024SunW1")]
    [InlineData("2024-01-15/P14D", "2024BiW2")]
    [InlineData("2024-02-01/P1M", "202402")]
    [InlineData("2024-03-01/P2M", "202402B")]
    [InlineData("2024-04-01/P3M", "2024Q2")]
    [InlineData("2024-07-01/P6M", "2024S2")]
    [InlineData("2024-10-01/P6M", "2024AprilS2")]
    [InlineData("2024-01-01/P1Y", "2024")]
    [InlineData("2024-04-01/P1Y", "2024April")]
    [InlineData("2024-10-01/P1Y", "2024Oct")]
    [InlineData("2024-02-02/P1M", null)]
    [InlineData("2024-02-01/P3M", null)]
    [InlineData("2024-01-02/P7D", null)]
    [InlineData("2024-03-01/P1Y", null)]
    [InlineData("2024-01-01/P5M", null)]
    [InlineData("202401", null)]
    public async Task A_period_is_read_where_it_is_one_of_the_server_and_refused_else(string period, string? id)
    {
        var item = Assert.Single(await ReadAsync($"{Root}<group period='{period}' orgUnit='o' dataSet='s'><dataValue dataElement='e' value='1'/></group></adx>"));
        Assert.Equal(id, item.Row?.Value.Period);
        if (id is null)
            Assert.Contains($"'{period}'", item.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_row_is_told_with_its_line_and_the_rest_goes_on()
    {
        var items = await ReadAsync($"""
            {Root}
            <group period='2024-01-01/P1M' orgUnit='o'>
            <dataValue dataElement='a' value='1'/>
            <dataValue dataElement='b' value='1'><note>x</note></dataValue>
            <dataValue dataElement='c' value='1'>text</dataValue>
            <dataValue dataElement='d' value='1' deleted='perhaps'/>
            <other/>
            <dataValue dataElement='e' value='1'><created>2024</created></dataValue>
            </group>
            <group orgUnit='o'>
            <dataValue dataElement='f' value='1'/>
            </group>
            <bag><dataValue dataElement='g' value='1'/></bag>
            <group period='2024-01-01/P1M' orgUnit='o'><dataValue dataElement='h' value='2'/></group>
            </adx>
            """);
        Assert.Equal([3L, 4L, 5L, 6L, 7L, 8L, 11L, 13L, 13L, 14L], items.Select(item => item.Line));
        Assert.Equal(["a", "e", "h"], items.Where(item => item.Row is not null).Select(item => item.Row!.Value.DataElement));
    }

    [Theory]
    [InlineData("<adx xmlns='urn:ihe:qrph:adx:2015'>\n<group period='2024-01-01/P1M' orgUnit='o'>\n<dataValue dataElement='a' value='1'/>\n<dataValue dataElement='a' value=1/>", 4)]
    [InlineData("<adx xmlns='urn:ihe:qrph:adx:2015'>\n<group period='2024-01-01/P1M' orgUnit='o'>\n<dataValue dataElement='a' value='1'/>\n</adx>", 4)]
    public async Task A_broken_file_is_one_error_with_its_line_behind_the_rows_before_it(string text, int line)
    {
        var items = new List<InputItem>();
        using var file = Open(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(async () =>
        {
            await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
                items.AddRange(batch);
        });
        Assert.Equal("a", Assert.Single(items).Row!.Value.DataElement);
        Assert.Equal($"rows.adx:{line}", error.Item);
    }

    private static DataValueFile Open(Stream stream) => DataValueFile.Open(stream, "rows.adx", new DataValueFileOptions { Csv = () => new CsvFormat() });

    [Fact]
    public async Task The_values_of_a_group_that_is_refused_are_told_as_they_are_written()
    {
        var items = await ReadAsync($"""
            {Root}<group period='202401' orgUnit='o' dataSet='s' Project='p'>
            <dataValue dataElement='e' Age='young' value='0' comment='said'><annotation>text</annotation></dataValue>
            <dataValue dataElement='f' value='2' deleted='maybe'/>
            </group><group period='2024-01-01/P1M' orgUnit='o' dataSet='s'><dataValue dataElement='1.5E+05' value='3' comment='more'/><dataValue dataElement='g' value='4'/></group></adx>
            """);
        Assert.Equal([true, true, true, false], items.Select(item => item.Fault is not null));
        var first = items[0].Refused!;
        Assert.Equal(("e", "202401", "o", "s", "text", "said"), (first.DataElement, first.Period, first.OrgUnit, first.DataSet, first.Value, first.Comment));
        Assert.Equal(("Age=young", "Project=p"), (first.CategoryOptionCombo, first.AttributeOptionCombo));
        // Without what it cannot hold it would be another value.
        Assert.Null(items[1].Refused);
        Assert.Equal(("1.5E+05", "3", "more"), (items[2].Refused!.DataElement, items[2].Refused!.Value, items[2].Refused!.Comment));
    }

    private static Task<List<InputItem>> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static async Task<List<InputItem>> ReadAsync(Stream stream)
    {
        using var file = Open(stream);
        var items = new List<InputItem>();
        await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
            items.AddRange(batch);
        return items;
    }
}
