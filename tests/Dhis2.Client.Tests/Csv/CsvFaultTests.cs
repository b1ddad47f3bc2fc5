using System.Text;
using Dhis2.Client.Csv;
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
    [InlineData("a,b\nx\"y,\"2\n3\n", CsvFault.UnterminatedQuote, 2)]
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

    [Fact]
    public async Task A_forgotten_quote_does_not_draw_a_large_text_into_memory()
    {
        using var source = new OpenQuoteStream();
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions { HasHeader = false, MaxFieldLength = 1000 }, CancellationToken.None);

        var thrown = await Assert.ThrowsAsync<CsvFormatException>(() => reader.ReadAsync(CancellationToken.None));

        Assert.Equal((CsvFault.FieldTooLong, 1), (thrown.Fault, thrown.LineNumber));
        Assert.InRange(source.Sent, 1, 256 * 1024);
    }

    [Theory]
    [InlineData("1,2\n", 3)]
    [InlineData("1,2\n\r\n\n", 5)]
    public async Task A_long_field_is_told_with_the_line_of_its_record(string before, long line)
    {
        var field = new string('é', 1001);
        var options = new CsvReadOptions { MaxFieldLength = 1000 };

        var whole = await CsvText.FaultAsync($"a,b\n{before}{field},4\n5,6\n", options);
        var open = await CsvText.FaultAsync($"a,b\n{before}3,\"{string.Concat(Enumerable.Repeat("5,6\r\n", 100_000))}", options);

        Assert.Equal((CsvFault.FieldTooLong, line), (whole.Fault, whole.LineNumber));
        Assert.Equal((CsvFault.FieldTooLong, line), (open.Fault, open.LineNumber));
    }

    [Fact]
    public async Task The_length_of_a_field_is_limited_and_not_that_of_a_record()
    {
        // With its quotes just within the limit; together they outgrow every buffer.
        var field = string.Concat(Enumerable.Repeat("é,\r\n", 249)) + "é,";
        var text = $"a\r\n{string.Join(';', Enumerable.Repeat($"\"{field}\"", 300))}\r\n";
        var options = new CsvReadOptions { MaxFieldLength = 1000, Delimiter = ';', HasHeader = false };
        using var reader = await new CsvFormat().OpenReaderAsync(new DripStream(CsvText.Utf8.GetBytes(text), 4000), options, CancellationToken.None);
        await reader.ReadAsync(CancellationToken.None);

        var thrown = await Assert.ThrowsAsync<CsvFormatException>(() => reader.ReadAsync(CancellationToken.None));

        Assert.Equal(CsvFault.FieldCount, thrown.Fault);
        Assert.Equal(Enumerable.Repeat(field, 300), CsvText.Fields(reader));
    }

    [Fact]
    public async Task A_source_that_fails_is_told_behind_the_records_before_it()
    {
        using var source = new FailingStream(CsvText.Utf8.GetBytes("a,b\r1,2\r3,4\r"));
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions(), CancellationToken.None);

        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal((3, "3", "4"), (reader.LineNumber, reader[0], reader[1]));
        await Assert.ThrowsAsync<IOException>(() => reader.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(() => reader.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("a,b\r1,2\r", 3)]
    [InlineData("a,b\n1,2\n\r\n", 4)]
    public async Task Undecodable_bytes_are_told_with_the_line_they_start(string before, long line)
    {
        using var source = new MemoryStream([.. CsvText.Utf8.GetBytes(before), 0xE5, .. "\n5,6\n"u8]);
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions(), CancellationToken.None);

        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal("2", reader[1]);
        var thrown = await Assert.ThrowsAsync<CsvFormatException>(() => reader.ReadAsync(CancellationToken.None));
        Assert.Equal((CsvFault.UndecodableBytes, line), (thrown.Fault, thrown.LineNumber));
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal((line + 1, "6"), (reader.LineNumber, reader[1]));
        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task Behind_a_field_without_end_the_next_line_is_read(int longest)
    {
        var rows = string.Concat(Enumerable.Repeat("5,\"\"\r\n", 60_000));
        var source = new MemoryStream(CsvText.Utf8.GetBytes($"a,b\r\n1,2\r\n3,\"4\r\n{rows}6,{new string('7', 200_000)}\r\n8,9\r\n"));
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions { MaxFieldLength = longest }, CancellationToken.None);
        List<(long, string)> read = [];
        List<(CsvFault, long)> faults = [];
        for (var goesOn = true; goesOn;)
        {
            try
            {
                goesOn = await reader.ReadAsync(CancellationToken.None);
                if (goesOn)
                    read.Add((reader.LineNumber, reader[0]));
            }
            catch (CsvFormatException e)
            {
                faults.Add((e.Fault, e.LineNumber));
            }
        }

        Assert.Equal([(CsvFault.FieldTooLong, 3L), (CsvFault.FieldTooLong, 60_004L)], faults);
        Assert.Equal([(2L, "1"), .. Enumerable.Range(4, 60_000).Select(line => ((long)line, "5")), (60_005L, "8")], read);
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

    /// <summary>A disk or a wire that breaks where the bytes end.</summary>
    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The source broke off.");
    }

    /// <summary>A quote, and behind it 32 MB without another.</summary>
    private sealed class OpenQuoteStream() : MemoryStream([])
    {
        public int Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(buffer.Length, (32 * 1024 * 1024) - Sent);
            buffer.Span[..count].Fill((byte)'\n');
            if (Sent == 0)
            {
                buffer.Span[0] = (byte)'"';
            }

            Sent += count;
            return new ValueTask<int>(count);
        }
    }
}
