using Dhis2.Client.Csv;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Csv;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public async Task Every_line_ending_ends_a_record(string end)
    {
        var text = string.Join(end, "a,b", "1,2", "", "", "3,\"x" + end + "y\"", "5,6", "");

        Assert.Equal(["2:1|2", $"5:3|x{end}y", "7:5|6"], await CsvText.ReadAsync(text));
    }

    [Theory]
    [InlineData("a,b\r\n1,2")]
    [InlineData("a,b\r\n1,2\r")]
    [InlineData("a,b\r\n1,2\r\n\r\n\n")]
    public async Task The_end_needs_no_line_ending(string text) =>
        Assert.Equal(["2:1|2"], await CsvText.ReadAsync(text));

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("\uFEFF")]
    public async Task An_empty_text_has_no_header_and_no_records(string text)
    {
        using var reader = await OpenAsync(text);

        Assert.Empty(reader.Header);
        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_header_alone_has_names_and_no_records()
    {
        using var reader = await OpenAsync("dataelement,\"org unit\",value");

        Assert.Equal(["dataelement", "org unit", "value"], reader.Header);
        Assert.False(await reader.ReadAsync(CancellationToken.None));
        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Columns_come_in_the_order_and_case_of_the_file()
    {
        using var reader = await OpenAsync("Value,ORGUNIT,dataElement\n7,ou,de\n");
        await reader.ReadAsync(CancellationToken.None);

        Assert.Equal(["Value", "ORGUNIT", "dataElement"], reader.Header);
        Assert.Equal(("7", "ou", "de"), (reader[0], reader[1], reader[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader[3]);
    }

    [Fact]
    public async Task Without_a_header_the_first_record_is_data()
    {
        using var reader = await OpenAsync("1,2\n3,4\n", new CsvReadOptions { HasHeader = false });

        Assert.Empty(reader.Header);
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal((1, "1"), (reader.LineNumber, reader[0]));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task Any_delimiter_does(char delimiter)
    {
        var text = "a,b\n\"x,y\",z\n".Replace(',', delimiter);
        using var reader = await OpenAsync(text, new CsvReadOptions { Delimiter = delimiter });
        await reader.ReadAsync(CancellationToken.None);

        Assert.Equal([$"x{delimiter}y", "z"], CsvText.Fields(reader));
    }

    [Fact]
    public async Task Quotes_and_spaces_are_kept_as_written() =>
        Assert.Equal(["2: a |\"|x \"y\""], await CsvText.ReadAsync("a,b,c\n a ,\"\"\"\",\"x \"\"y\"\"\"\n"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Boundaries_of_the_stream_do_not_show(int step)
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"å{i},\"q\"\"ü\r\n{i}\",😀\r\n\r\n"));
        using var whole = new MemoryStream(CsvText.Utf8.GetBytes("\uFEFFa,b,c\r\n" + text));
        using var drip = new DripStream(whole.ToArray(), step);

        var expected = await CsvText.ReadAsync(whole);

        Assert.Equal("2:å0|q\"ü\r\n0|😀", expected[0]);
        Assert.Equal($"{2 + (199 * 3)}:å199|q\"ü\r\n199|😀", expected[199]);
        Assert.Equal(expected, await CsvText.ReadAsync(drip));
    }

    [Fact]
    public async Task The_first_record_is_there_before_the_rest_is_read()
    {
        using var source = new EndlessStream();
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions(), CancellationToken.None);

        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.InRange(source.Sent, 1, 512 * 1024);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_reading()
    {
        using var source = new EndlessStream();
        using var cancel = new CancellationTokenSource();
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions(), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(cancel.Token));
    }

    [Fact]
    public async Task A_token_ends_a_wait_for_the_stream_and_loses_nothing()
    {
        using var source = new WaitingStream("a,b\n1,2\n");
        using var cancel = new CancellationTokenSource();
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions { HasHeader = false }, CancellationToken.None);
        var reading = reader.ReadAsync(cancel.Token);
        await source.Waits;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(["a", "b"], CsvText.Fields(reader));
        Assert.True(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(["1", "2"], CsvText.Fields(reader));
        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }

    private static Task<ICsvReader> OpenAsync(string text, CsvReadOptions? options = null) =>
        new CsvFormat().OpenReaderAsync(new MemoryStream(CsvText.Utf8.GetBytes(text)), options ?? new CsvReadOptions(), CancellationToken.None);

    /// <summary>Sends its text, waits until the token of the reading ends the wait, and has no more to send.</summary>
    private sealed class WaitingStream(string text) : MemoryStream(CsvText.Utf8.GetBytes(text))
    {
        private readonly TaskCompletionSource _waits = new();

        public Task Waits => _waits.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length && _waits.TrySetResult())
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }

    private sealed class EndlessStream : Stream
    {
        public long Sent { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Sent; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++)
            {
                buffer[offset + i] = (byte)"a,b\n1,2\n"[(int)((Sent + i) % 8)];
            }

            Sent += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
