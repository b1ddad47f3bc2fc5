using System.Text;
using Dhis2.Client.Csv;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Csv;

public sealed class CsvRoundTripTests
{
    private static readonly string[] s_bits =
        ["\"", "\"\"", ",", ";", "\t", "|", "\r", "\n", "\r\n", " ", "a", "Zz", "0", "é", "漢", "😀", "\uFEFF", "=1+1", "'", "\u0001"];

    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];

    private static readonly string[] s_encodings = ["utf-8", "utf-16", "utf-32BE"];

    [Theory]
    [InlineData("x", "x")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "a;b")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a ", "\"a \"")]
    public async Task Quotes_stand_only_where_a_field_needs_them(string? field, string written)
    {
        var bytes = await CsvText.WriteAsync(new CsvWriteOptions(), [field, "end"]);

        Assert.Equal(written + ",end\r\n", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task A_lone_empty_field_is_no_blank_line()
    {
        var bytes = await CsvText.WriteAsync(new CsvWriteOptions(), ["a"], [""], ["x"]);

        Assert.Equal(["2:", "3:x"], await CsvText.ReadAsync(new MemoryStream(bytes)));
    }

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var columns = random.Next(1, 7);
            var records = Enumerable.Range(0, random.Next(0, 40)).Select(_ => Record(random, columns)).ToArray();
            var delimiter = s_delimiters[seed % 4];
            var encoding = Encoding.GetEncoding(s_encodings[seed % 3]);
            var bytes = await CsvText.WriteAsync(new CsvWriteOptions { Delimiter = delimiter, Encoding = encoding }, records);

            using var source = new DripStream(bytes, random.Next(1, 100));
            var read = await RecordsAsync(source, new CsvReadOptions { Delimiter = delimiter, HasHeader = false });

            Assert.Equal(records.Length, read.Count);
            var line = 1;
            for (var i = 0; i < records.Length; i++)
            {
                Assert.Equal(records[i], read[i].Fields);
                Assert.Equal(line, read[i].Line);
                line += 1 + records[i].Sum(LineBreaks);
            }
        }
    }

    private static string[] Record(Random random, int columns) =>
        [.. Enumerable.Range(0, columns).Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => s_bits[random.Next(s_bits.Length)])))];

    private static int LineBreaks(string field) =>
        field.Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\r' or '\n');

    private static async Task<List<(long Line, string[] Fields)>> RecordsAsync(Stream source, CsvReadOptions options)
    {
        var records = new List<(long, string[])>();
        using var reader = await new CsvFormat().OpenReaderAsync(source, options, CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            records.Add((reader.LineNumber, CsvText.Fields(reader)));
        }

        return records;
    }
}
