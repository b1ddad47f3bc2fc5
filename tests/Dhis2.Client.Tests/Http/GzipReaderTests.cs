using System.IO.Compression;
using System.Text;
using Dhis2.Client.Http;

namespace Dhis2.Client.Tests.Http;

/// <summary>Packed data that end anywhere in the middle are an error, and nothing is given out that the data do not hold.</summary>
public sealed class GzipReaderTests
{
    private static readonly byte[] s_rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 30).Select(i => $"OqYjd00phS6,2023{(i % 12) + 1:00},o{i * 7919 % 1009},{i % 100}\n")));

    /// <summary>How the data are packed, in how many members, and how many bytes are asked for and come at once.</summary>
    public static TheoryData<CompressionLevel, int, int, int> Ways()
    {
        var ways = new TheoryData<CompressionLevel, int, int, int>();
        foreach (var level in new[] { CompressionLevel.Optimal, CompressionLevel.Fastest, CompressionLevel.NoCompression })
        {
            foreach (var members in new[] { 1, 3 })
            {
                ways.Add(level, members, 100_000, 100_000);
                ways.Add(level, members, 7, 100_000);
                ways.Add(level, members, 100_000, 1);
            }
        }
        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Data_cut_off_anywhere_give_what_they_hold_and_an_error(CompressionLevel level, int members, int asked, int atOnce)
    {
        var (packed, ends) = Pack(level, members);
        for (var length = 1; length < packed.Length; length++)
        {
            var (given, isWhole) = await ReadAsync(packed[..length], asked, atOnce);
            Assert.True(s_rows.AsSpan().StartsWith(given), $"Cut off at {length} of {packed.Length}, it gives what it does not hold.");
            // Behind a whole member there is nothing that could say that another was due.
            Assert.Equal(ends.Contains(length), isWhole);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Whole_data_are_given_whole(CompressionLevel level, int members, int asked, int atOnce)
    {
        var (given, isWhole) = await ReadAsync(Pack(level, members).Packed, asked, atOnce);
        Assert.True(isWhole);
        Assert.Equal(s_rows, given);
    }

    private static (byte[] Packed, List<int> Ends) Pack(CompressionLevel level, int members)
    {
        using var packed = new MemoryStream();
        List<int> ends = [];
        var size = (s_rows.Length + members - 1) / members;
        for (var i = 0; i < members; i++)
        {
            using (var gzip = new GZipStream(packed, level, leaveOpen: true))
                gzip.Write(s_rows.AsSpan(i * size, Math.Min(size, s_rows.Length - (i * size))));
            ends.Add((int)packed.Length);
        }
        return (packed.ToArray(), ends);
    }

    private static async Task<(byte[] Given, bool IsWhole)> ReadAsync(byte[] packed, int asked, int atOnce)
    {
        using var reader = new GzipReader(new SlowStream(packed, atOnce));
        using var given = new MemoryStream();
        var buffer = new byte[asked];
        try
        {
            int count;
            while ((count = await reader.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
                given.Write(buffer, 0, count);
            return (given.ToArray(), true);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            // Whoever asks once more is not told that it was the end, and gets nothing.
            await Assert.ThrowsAnyAsync<Exception>(async () => _ = await reader.ReadAsync(buffer, TestContext.Current.CancellationToken));
            return (given.ToArray(), false);
        }
    }

    private sealed class SlowStream(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
