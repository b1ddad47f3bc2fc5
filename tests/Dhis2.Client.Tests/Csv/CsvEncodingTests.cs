using System.Text;
using Dhis2.Client.Csv;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Csv;

public sealed class CsvEncodingTests
{
    private const string Text = "næme,b\r\n\"é\r\n😀\",漢\r\nx,y\r\n";

    public static TheoryData<string> Marked => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    [Theory]
    [MemberData(nameof(Marked))]
    public async Task A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];

        Assert.Equal(["2:é\r\n😀|漢", "4:x|y"], await CsvText.ReadAsync(new DripStream(bytes, 3)));
    }

    [Theory]
    [MemberData(nameof(Marked))]
    public async Task The_mark_of_a_chosen_encoding_is_no_text(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("\"a\",b\n1,2\n")];

        Assert.Equal(["2:1|2"], await CsvText.ReadAsync(new MemoryStream(bytes), new CsvReadOptions { Encoding = encoding }));
    }

    [Theory]
    [MemberData(nameof(Marked))]
    public async Task A_second_byte_order_mark_is_text(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("\uFEFFa,b\n1,2\n")];
        using var reader = await new CsvFormat().OpenReaderAsync(new DripStream(bytes, 1), new CsvReadOptions(), CancellationToken.None);

        Assert.Equal(["\uFEFFa", "b"], reader.Header);
    }

    [Theory]
    [InlineData('§')]
    [InlineData('漢')]
    public async Task A_delimiter_beyond_ascii_divides_fields_that_hold_it_and_control_characters(char delimiter)
    {
        string[] fields = [$"x{delimiter}y", "\u001F", "\"\u001F\r\n", " ", $"{delimiter}"];
        var bytes = await CsvText.WriteAsync(new CsvWriteOptions { Delimiter = delimiter }, [.. fields.Select((_, i) => $"c\u001F{i}")], fields, ["1", "2", "3", "4", "5"]);

        using var reader = await new CsvFormat().OpenReaderAsync(new DripStream(bytes, 3), new CsvReadOptions { Delimiter = delimiter }, CancellationToken.None);

        Assert.Equal(5, reader.Header.Count);
        Assert.Equal("c\u001F4", reader.Header[4]);
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(fields, CsvText.Fields(reader));
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal((4, "5"), (reader.LineNumber, reader[4]));
    }

    [Fact]
    public async Task Latin_1_is_read_and_written_where_it_is_chosen()
    {
        var bytes = await CsvText.WriteAsync(new CsvWriteOptions { Encoding = Encoding.Latin1, Delimiter = ';' }, ["a", "b"], ["Ærø", "ñ;"]);

        Assert.Equal("a;b\r\nÆrø;\"ñ;\"\r\n", Encoding.Latin1.GetString(bytes));
        var options = new CsvReadOptions { Encoding = Encoding.Latin1, Delimiter = ';' };
        Assert.Equal(["2:Ærø|ñ;"], await CsvText.ReadAsync(new MemoryStream(bytes), options));
    }

    [Fact]
    public async Task A_character_without_bytes_is_a_fault_and_not_a_question_mark()
    {
        var thrown = await Assert.ThrowsAsync<CsvFormatException>(() =>
            CsvText.WriteAsync(new CsvWriteOptions { Encoding = Encoding.Latin1 }, ["a"], ["漢"]));

        Assert.Equal((CsvFault.UnencodableText, 2), (thrown.Fault, thrown.LineNumber));
    }

    [Theory]
    [MemberData(nameof(Marked))]
    public async Task A_written_preamble_stands_once_at_the_start(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        var bytes = await CsvText.WriteAsync(new CsvWriteOptions { Encoding = encoding }, ["a", "é"], ["1", "2"]);

        Assert.Equal([.. encoding.GetPreamble(), .. encoding.GetBytes("a,é\r\n1,2\r\n")], bytes);
    }

    [Fact]
    public async Task Utf_8_is_written_without_a_mark_unless_told() =>
        Assert.Equal("a\r\n"u8.ToArray(), await CsvText.WriteAsync(new CsvWriteOptions(), ["a"]));
}
