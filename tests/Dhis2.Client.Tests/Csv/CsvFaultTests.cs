using System.Text;
using Dhis2.Client.DataValues.Csv;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Csv;

public sealed class CsvFaultTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3\n", CsvFault.FieldCount, 3)]
    [InlineData("a,b\n1,2,\n", CsvFault.FieldCount, 2)]
    [InlineData("a,b\n\n\n1,\"x\ny\"\n1,2,3\n", CsvFault.FieldCount, 6)]
    [InlineData("a,b\n   \n", CsvFault.FieldCount, 2)]
    [InlineData("a,b\n1,x\"y\n", CsvFault.BadQuote, 2)]
    [InlineData("a,b\n1,\"x\"y\n", CsvFault.BadQuote, 2)]
    [InlineData("a,b\n1,\"x\" \n", CsvFault.BadQuote, 2)]
    [InlineData("a,b\n1,\"x\"y\"z\"\n", CsvFault.BadQuote, 2)]
    [InlineData("a,b\n1, \"x\"\n", CsvFault.BadQuote, 2)]
    [InlineData("a,b\n1,x\"", CsvFault.BadQuote, 2)]
    [InlineData("a,b\n1,\"2\n3\n", CsvFault.UnterminatedQuote, 2)]
    [InlineData("a,b\n1,\"", CsvFault.UnterminatedQuote, 2)]
    [InlineData("a,b\n1,\"2\"\"", CsvFault.UnterminatedQuote, 2)]
    [InlineData("a,b\n1,\"\"\"", CsvFault.UnterminatedQuote, 2)]
    [InlineData("a,b\n1,\"x\r\n", CsvFault.UnterminatedQuote, 2)]
    [InlineData("a,\"b", CsvFault.UnterminatedQuote, 1)]
    [InlineData("\n\nvalue,b,VALUE\n", CsvFault.DuplicateColumn, 3)]
    public async Task A_broken_text_is_told_with_its_line(string text, CsvFault fault, long line)
    {
        var thrown = await CsvText.FaultAsync(text);

        Assert.Equal((fault, line), (thrown.Fault, thrown.LineNumber));
    }

    [Fact]
    public async Task A_fault_of_one_record_does_not_end_the_reading()
    {
        var source = new MemoryStream(CsvText.Utf8.GetBytes("a,b\n1,2\n1\n1,x\"y\n\"q\",4\n"));
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions(), CancellationToken.None);

        Assert.True(await reader.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<CsvFormatException>(() => reader.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<CsvFormatException>(() => reader.ReadAsync(CancellationToken.None));
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal((5, "q", "4"), (reader.LineNumber, reader[0], reader[1]));
        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_forgotten_quote_does_not_swallow_a_large_text()
    {
        var text = "a,b\n1,2\n3,\"4\n" + string.Concat(Enumerable.Repeat("5,6\n", 100_000));

        var thrown = await CsvText.FaultAsync(text, new CsvReadOptions { MaxFieldLength = 1000 });

        Assert.Equal((CsvFault.FieldTooLong, 3), (thrown.Fault, thrown.LineNumber));
    }

    [Theory]
    [InlineData("utf-8", new byte[] { 0xE5 })]
    [InlineData("utf-8", new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData("us-ascii", new byte[] { 0x80 })]
    public async Task Undecodable_bytes_are_told_with_their_line(string encoding, byte[] bad)
    {
        var head = Encoding.ASCII.GetBytes("a,b\r\n1,2\r\n3,\"x\r\n");
        using var source = new MemoryStream([.. head, .. bad, .. "\"\r\n"u8]);

        var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions { Encoding = Encoding.GetEncoding(encoding) }, CancellationToken.None);

        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal("1", reader[0]);
        var thrown = await Assert.ThrowsAsync<CsvFormatException>(() => reader.ReadAsync(CancellationToken.None));
        Assert.Equal((CsvFault.UndecodableBytes, 4), (thrown.Fault, thrown.LineNumber));
    }

    [Fact]
    public async Task A_character_cut_off_at_the_end_is_told()
    {
        using var source = new MemoryStream([.. "a,b\n1,"u8, 0xC3]);

        var thrown = await Assert.ThrowsAsync<CsvFormatException>(() => CsvText.ReadAsync(source));

        Assert.Equal((CsvFault.UndecodableBytes, 2), (thrown.Fault, thrown.LineNumber));
    }

    [Fact]
    public async Task A_noncharacter_in_good_text_is_no_fault() =>
        Assert.Equal(["2:\uFFFF|\uFFFD"], await CsvText.ReadAsync("a,b\n\uFFFF,\uFFFD\n"));
}
