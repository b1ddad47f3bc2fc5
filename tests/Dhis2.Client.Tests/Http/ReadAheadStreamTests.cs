using System.Text;
using Dhis2.Client.Http;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>A connection read in large pieces gives the same bytes, asks for them seldom, and keeps none back.</summary>
public sealed class ReadAheadStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 7)]
    [InlineData(4096, 4096)]
    [InlineData(100_000, 4096)]
    [InlineData(1_000_000, 300_000)]
    [InlineData(3, 1_000_000)]
    public async Task The_same_bytes_come_whatever_the_pieces(int arriving, int asked)
    {
        var bytes = new byte[arriving < 100 ? 20_000 : 2_000_000];
        new Random(arriving).NextBytes(bytes);
        await using var stream = new ReadAheadStream(new PieceStream(bytes, arriving));
        var read = new List<byte>();
        var buffer = new byte[asked];
        for (var turn = 0; ; turn++)
        {
            // A question for nothing in between must lose nothing.
            Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Token));
            var count = turn % 2 == 0 ? await stream.ReadAsync(buffer, Token) : Sync(stream, buffer);
            if (count == 0)
                break;
            read.AddRange(buffer.AsSpan(0, count));
        }
        Assert.Equal(bytes, read);
    }

    [Fact]
    public async Task Small_reads_cost_few_questions()
    {
        var inner = new Counting(new PieceStream(new byte[1_000_000], 1_000_000));
        await using var stream = new ReadAheadStream(inner);
        var buffer = new byte[4096];
        long total = 0;
        while (await stream.ReadAsync(buffer, Token) is > 0 and var count)
            total += count;
        Assert.Equal(1_000_000, total);
        Assert.InRange(inner.Reads, 1, 6);
    }

    [Fact]
    public async Task What_has_come_is_handed_on_without_waiting_for_more()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        await using var stream = new ReadAheadStream(pipe.Reader.AsStream());
        await pipe.Writer.WriteAsync("abc"u8.ToArray(), Token);
        var buffer = new byte[100];
        Assert.Equal(3, await stream.ReadAsync(buffer, Token));
        var more = stream.ReadAsync(buffer, Token);
        Assert.False(more.IsCompleted);
        await pipe.Writer.WriteAsync("de"u8.ToArray(), Token);
        Assert.Equal("de", Encoding.ASCII.GetString(buffer, 0, await more));
    }

    [Fact]
    public async Task Writing_goes_straight_through()
    {
        var inner = new MemoryStream();
        await using var stream = new ReadAheadStream(inner);
        await stream.WriteAsync("one"u8.ToArray(), Token);
        stream.Write("two"u8);
        Assert.Equal("onetwo", Encoding.ASCII.GetString(inner.ToArray()));
    }

    private static int Sync(ReadAheadStream stream, byte[] buffer) => stream.Read(buffer, 0, buffer.Length);

    private sealed class Counting(Stream inner) : MemoryStream
    {
        public int Reads { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return inner.ReadAsync(buffer, cancellationToken);
        }
    }
}
