using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>Files of data values: good rows with their lines, bad rows told and passed over, and bad files refused.</summary>
public sealed class DataValueFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-values").FullName;

    public static TheoryData<Dialect> EveryDialect => SandboxFixture.Dialects;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dataElement,period,orgUnit,value\na,2024,b,1\na,2025,b,\"2\n3\"\na,2026,b,4\n", new[] { 2L, 3L, 5L })]
    [InlineData("VALUE,Org Unit,data_element,PERIOD\r\n1,b,a,2024\r\n\r\n2,b,a,2025\r\n", new[] { 2L, 4L })]
    [InlineData("dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup,deleted\na,2024,b,c,d,1,me,2024-01-01,said,true,\n", new[] { 2L })]
    public async Task Rows_of_csv_come_with_their_lines(string text, long[] lines)
    {
        var items = await ReadAsync(Write("rows.csv", text));
        Assert.Equal(lines, items.Select(i => i.Line));
        Assert.All(items, i => Assert.Equal(("a", "b"), (i.Row!.Value.DataElement, i.Row.Value.OrgUnit)));
    }

    [Fact]
    public async Task Rows_of_json_come_with_their_lines_and_their_envelope()
    {
        var items = await ReadAsync(Write("rows.json", "{\n\"period\":\"2024\",\n\"dataValues\":[\n{\"dataElement\":\"a\",\n\"value\":\"1\"},{\"dataElement\":\"b\"},\n\n{\"dataElement\":\"c\"}]}"));
        Assert.Equal([4L, 5L, 7L], items.Select(i => i.Line));
        Assert.Equal(["a", "b", "c"], items.Select(i => i.Row!.Value.DataElement!));
        Assert.All(items, i => Assert.Equal("2024", i.Row!.Value.Period));
    }

    // Read the quick way and by the library by turns, over the edge of the buffer, too.
    [Fact]
    public async Task Rows_of_json_come_with_their_lines_however_they_are_spread_over_them()
    {
        var random = new Random(7);
        var text = new System.Text.StringBuilder("{\"dataValues\":[");
        var (line, lines) = (1L, new List<long>());
        for (var i = 0; i < 20_000; i++)
        {
            var breaks = i == 0 || random.Next(3) > 0 ? 0 : random.Next(1, 3);
            text.Append(i == 0 ? "" : ",").Append('\n', breaks);
            lines.Add(line += breaks);
            var inside = random.Next(50) == 0;
            text.Append("{\"dataElement\":\"a\",").Append(inside ? "\n" : "").Append("\"value\":\"").Append(i).Append(random.Next(40) == 0 ? "\\u0020" : "").Append("\"}");
            line += inside ? 1 : 0;
        }
        var items = await ReadAsync(Write("rows.json", text.Append("]}").ToString()));
        Assert.Equal(lines, items.Select(i => i.Line));
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"{i}"), items.Select(i => i.Row!.Value.Value!.Trim()));
    }

    [Fact]
    public async Task A_fault_in_json_is_told_with_its_line()
    {
        var path = Write("rows.json", "{\"dataValues\":[{\"value\":\"1\"},{\"value\":\"2\"},\n{\"value\":\"3\"},\n{\"value\":?}]}");
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(path));
        Assert.StartsWith($"{path} is not whole, valid JSON: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(in line 3).", error.Message, StringComparison.Ordinal);
        Assert.Equal($"{path}:3", error.Item);
        // What to do is about the file: there is no answer that a proxy could have changed.
        Assert.DoesNotContain("answer", error.Message + error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_xml_come_with_their_lines_and_a_bad_one_is_told()
    {
        var items = await ReadAsync(Write("rows.xml", "<?xml version='1.0'?>\n<dataValueSet xmlns='http://dhis2.org/schema/dxf/2.0' orgUnit='o'>\n<dataValue dataElement='a' period='2024' value='1'/>\n<dataValue dataElement='b' colour='red'/>\n<dataValue dataElement='c' followUp='maybe'/><dataValue dataElement='d' value='é'/></dataValueSet>"));
        Assert.Equal([3L, 4L, 5L, 5L], items.Select(i => i.Line));
        Assert.Equal([false, true, true, false], items.Select(i => i.Row is null));
        Assert.Contains("colour", items[1].Fault!, StringComparison.Ordinal);
        Assert.Equal(("é", "o"), (items[3].Row!.Value.Value, items[3].Row!.Value.OrgUnit));
    }

    [Theory]
    [InlineData("rows.csv", false)]
    [InlineData("rows.csv.gz", true)]
    [InlineData("rows.json", false)]
    [InlineData("rows.json.gz", true)]
    [InlineData("rows.xml", false)]
    [InlineData("rows.xml.gz", true)]
    public async Task A_whole_file_is_read_to_its_end_packed_or_not(string name, bool packed)
    {
        const int Rows = 2500;
        var path = Path.Combine(_folder, name);
        await using (Stream file = packed ? new System.IO.Compression.GZipStream(File.Create(path), System.IO.Compression.CompressionMode.Compress) : File.Create(path))
            await file.WriteAsync(Encoding.UTF8.GetBytes(Values(name.Split('.')[1], Rows)), TestContext.Current.CancellationToken);
        var items = await ReadAsync(path);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i}"), items.Select(i => i.Row?.Value.Value));
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_told_and_the_rest_goes_on()
    {
        var items = await ReadAsync(Write("rows.csv", "dataElement,value,deleted\na,1,\nb\nc,1,2,3,4\nd,x\"y,\ne,2,perhaps\nf,3,no\n"));
        Assert.Equal([2L, 3L, 4L, 5L, 6L, 7L], items.Select(i => i.Line));
        Assert.Equal([false, true, true, true, true, false], items.Select(i => i.Row is null));
    }

    [Theory]
    [InlineData("rows.csv", "dataElement~period~orgUnit~value\na~2024~b~1\n", "-Delimiter")]
    [InlineData("rows.csv", "dataElement,periode,value\na,2024,1\n", "periode")]
    [InlineData("rows.csv", "period,value\n2024,1\n", "dataElement")]
    [InlineData("rows.csv", "", "is empty")]
    [InlineData("rows.csv", "dataElement,value,value\na,1,2\n", "value")]
    [InlineData("rows.csv", "dataElement,\"value\na,1\nb,2\n", "line 1")]
    [InlineData("rows.json", "{\"values\":[]}", "dataValues")]
    [InlineData("rows.json", "", "is empty")]
    [InlineData("rows.json", "{\"dataValues\":[{\"dataElement\":\"a\"}", "not whole")]
    [InlineData("rows.json", "[{\"dataElement\":\"a\"}]", "an object was expected")]
    [InlineData("rows.json", "{\"dataValues\":[{},]}", "contains a trailing comma at the end (in line 1)")]
    [InlineData("rows.xml", "<dataValueSet><dataValue", "rows.xml")]
    [InlineData("rows.xml", "<html></html>", "dataValueSet")]
    [InlineData("rows.xml", "<adx><group/></adx>", "urn:ihe:qrph:adx:2015")]
    [InlineData("rows.xml", "<!DOCTYPE x [<!ENTITY y 'z'>]><dataValueSet/>", "rows.xml")]
    [InlineData("rows.xml", "", "is empty")]
    [InlineData("rows.dat", "x\n", "no column 'dataElement'")]
    [InlineData("rows.dat", "Monthly report\ndataElement,period,orgUnit,value\n", "The first line must name the columns.")]
    [InlineData("rows.csv", "\u001b[2J\n", "reads: \\u001B[2J.")]
    [InlineData("rows.csv", "dataElement,value,\u0007x\na,1,2\n", "'\\u0007x'")]
    [InlineData("rows.csv", "<!doctype HTML>\n<html><body>Sign in</body></html>", "web page")]
    [InlineData("rows.json", "<HTML lang='en'>", "web page")]
    [InlineData("rows.json", "[{\"dataElement\":\"a\"}]", "is a list")]
    [InlineData("rows.xml", "<dataValueSet><dataValue comment='salt & water'/></dataValueSet>", "&amp;")]
    [InlineData("rows.csv", "BZh91AY&SY", "bzip2")]
    [InlineData("rows.csv", "7z\u00bc\u00af'\u001c", "7-Zip")]
    [InlineData("rows.csv", "%PDF-1.7\n", "PDF")]
    public async Task A_file_that_is_none_is_refused_with_its_name_and_the_reason(string name, string text, string reason)
    {
        var path = Write(name, text, text.Any(c => c is > '\u007f' and <= '\u00ff') ? Encoding.Latin1 : null);
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(path));
        Assert.Contains(reason, error.Message + error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.csv", "dataElement,value,caf\u00e9\na,1,\n")]
    [InlineData("rows.json", "{\"dataValues\":[{\"dataElement\":\"a\",\"value\":\"caf\u00e9\"}]}")]
    [InlineData("rows.xml", "<dataValueSet><dataValue dataElement='a' value='caf\u00e9'/></dataValueSet>")]
    public async Task Bytes_that_are_no_text_are_refused(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        Assert.Contains(name, (await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(_folder));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(Path.Combine(_folder, "missing.csv")));
        Assert.Contains("missing.csv", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.csv.gz")]
    [InlineData("rows.json.gz")]
    public async Task A_packed_file_that_ends_early_is_refused(string name)
    {
        var text = new StringBuilder(name.Contains("csv", StringComparison.Ordinal) ? "dataElement,value\n" : "{\"dataValues\":[");
        for (var i = 0; i < 20_000; i++)
            text.Append(name.Contains("csv", StringComparison.Ordinal) ? $"a,{i}\n" : $"{{\"dataElement\":\"a\",\"value\":\"{i}\"}},");
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), TestContext.Current.CancellationToken);
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, packed.ToArray()[..(int)(packed.Length / 2)], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(path));
    }

    [Fact]
    public async Task A_packed_file_of_several_parts_is_read_whole()
    {
        var path = Path.Combine(_folder, "parts.csv.gz");
        await using (var file = File.Create(path))
        {
            foreach (var part in new[] { "dataElement,value\na,1\n", "a,2\n", "a,3\n" })
            {
                await using var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Compress, leaveOpen: true);
                await gzip.WriteAsync(Encoding.UTF8.GetBytes(part), TestContext.Current.CancellationToken);
            }
        }
        Assert.Equal(["1", "2", "3"], (await ReadAsync(path)).Select(i => i.Row!.Value.Value));
    }

    [Theory]
    [MemberData(nameof(EveryDialect))]
    public async Task Every_line_of_a_file_is_in_the_account(Dialect dialect)
    {
        await using var server = await SandboxFixture.StartAsync(dialect);
        using var session = await TestSession.ConnectAsync(server);
        var rows = Importing.Rows(server, 2000);
        var text = new StringBuilder("dataElement,period,orgUnit,value\r\n");
        foreach (var row in rows)
        {
            var line = row.Line + 1;
            text.Append(line switch
            {
                10 => "broken\r\n",
                20 => $"{row.Value.DataElement},{row.Value.Period},nowhere,1\r\n",
                30 => $"{row.Value.DataElement},{row.Value.Period},{row.Value.OrgUnit},\r\n",
                40 => $"{row.Value.DataElement},{row.Value.Period},{row.Value.OrgUnit},none\r\n",
                50 => $"{rows[50].Value.DataElement},{rows[50].Value.Period},{rows[50].Value.OrgUnit},1\r\n",
                _ => $"{row.Value.DataElement},{row.Value.Period},{row.Value.OrgUnit},{row.Value.Value}\r\n",
            });
        }
        var path = Write("month.csv", text.ToString());
        using var file = DataValueFile.Open(path, new DataValueFileOptions { Csv = () => new CsvFormat() });
        var importer = new DataValueImporter(session.As(), new ImportOptions { DataSet = Importing.Monthly, BatchSize = 300 });
        await importer.AddAllAsync(file.ReadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var account = await importer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2000, 1995, 4, 1), (account.Total, account.Imported + account.Updated, account.Rejected, account.Skipped));
        Assert.Equal([10L, 20L, 30L, 40L, 50L], account.Conflicts.Select(c => c.Line!.Value));
        Assert.All(account.Conflicts, c => Assert.Equal(path, c.File));
        Assert.Equal("month.csv:40", account.Conflicts[3].Place);
    }

    private static string Values(string format, int rows) => format switch
    {
        "csv" => "dataElement,value\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"a,{i}\n")),
        "json" => "{\"dataValues\":[" + string.Join(",\n", Enumerable.Range(0, rows).Select(i => $"{{\"dataElement\":\"a\",\"value\":\"{i}\"}}")) + "]}",
        _ => "<dataValueSet>" + string.Concat(Enumerable.Range(0, rows).Select(i => $"<dataValue dataElement='a' value='{i}'/>\n")) + "</dataValueSet>",
    };

    private string Write(string name, string text, Encoding? encoding = null)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    private static async Task<List<InputItem>> ReadAsync(string path)
    {
        using var file = DataValueFile.Open(path, new DataValueFileOptions { Csv = () => new CsvFormat() });
        var items = new List<InputItem>();
        await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
            items.AddRange(batch);
        return items;
    }
}
