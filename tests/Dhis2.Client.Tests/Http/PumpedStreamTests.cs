using System.IO.Pipelines;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>A body that reads itself on gives the same bytes and the same faults, in their order, and no more than a megabyte of it waits.</summary>
public sealed class PumpedStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4096, 130_000)]
    [InlineData(1_000_000, 4096)]
    [InlineData(70_000, 3_000_000)]
    [InlineData(977, 1013)]
    public async Task The_same_bytes_come_whatever_the_pieces(int arriving, int asked)
    {
        var bytes = new byte[5_000_000];
        new Random(arriving).NextBytes(bytes);
        await using var stream = new PumpedStream(new PieceStream(bytes, arriving));
        Assert.Equal(bytes, await ReadToEndAsync(stream, asked));
        Assert.Equal(0, await stream.ReadAsync(new byte[10], Token));
    }

    [Fact]
    public async Task Bytes_come_before_the_fault_behind_them_and_the_fault_comes_again()
    {
        await using var stream = new PumpedStream(new Breaking(100));
        Assert.Equal(100, await stream.ReadAsync(new byte[1000], Token));
        Assert.Equal("cut", (await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(stream, 1000))).Message);
        Assert.Equal("cut", (await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(stream, 1000))).Message);
    }

    [Fact]
    public async Task What_has_come_is_handed_on_without_waiting_for_more()
    {
        var pipe = new Pipe();
        await using var stream = new PumpedStream(pipe.Reader.AsStream());
        await pipe.Writer.WriteAsync(new byte[3], Token);
        Assert.Equal(3, await stream.ReadAsync(new byte[1000], Token));
        var more = stream.ReadAsync(new byte[1000], Token);
        Assert.False(more.IsCompleted);
        await pipe.Writer.WriteAsync(new byte[2], Token);
        Assert.Equal(2, await more);
        await pipe.Writer.CompleteAsync();
        Assert.Equal(0, await stream.ReadAsync(new byte[1000], Token));
    }

    [Fact]
    public async Task No_more_than_a_megabyte_is_read_ahead()
    {
        var inner = new Counting(long.MaxValue);
        await using var stream = new PumpedStream(inner);
        await SteadyAsync(inner);
        Assert.Equal(1024 * 1024, inner.Handed);
        Assert.Equal(1000, await stream.ReadAsync(new byte[1000], Token));
        await SteadyAsync(inner);
        Assert.Equal((1024 * 1024) + 1000, inner.Handed);
    }

    [Fact]
    public async Task Waiting_ends_with_the_token_and_reading_with_the_stream()
    {
        var pipe = new Pipe();
        var stream = new PumpedStream(pipe.Reader.AsStream());
        using var stop = new CancellationTokenSource();
        var waiting = stream.ReadAsync(new byte[10], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await stream.DisposeAsync();
        // The reader of the pipe is gone: writing to it is told so.
        for (var i = 0; i < 500 && !(await pipe.Writer.WriteAsync(new byte[1], Token)).IsCompleted; i++)
            await Task.Delay(10, Token);
        Assert.True((await pipe.Writer.WriteAsync(new byte[1], Token)).IsCompleted);
    }

    private static async Task<List<byte>> ReadToEndAsync(PumpedStream stream, int asked)
    {
        var read = new List<byte>();
        var buffer = new byte[asked];
        while (await stream.ReadAsync(buffer, Token) is > 0 and var count)
            read.AddRange(buffer.AsSpan(0, count));
        return read;
    }

    private static async Task SteadyAsync(Counting inner)
    {
        for (long before = -1; before != inner.Handed;)
        {
            before = inner.Handed;
            await Task.Delay(200, Token);
        }
    }

    private sealed class Breaking(int after) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw new IOException("cut");
        }
    }

    private sealed class Counting(long left) : MemoryStream
    {
        private long _handed;

        public long Handed => Interlocked.Read(ref _handed);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(Math.Min(buffer.Length, 5000), left - Handed);
            Interlocked.Add(ref _handed, count);
            return new(count);
        }
    }
}
