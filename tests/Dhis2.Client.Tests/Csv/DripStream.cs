namespace Dhis2.Client.Tests.Csv;

/// <summary>Hands out a few bytes at a time, so that every boundary falls inside something.</summary>
internal sealed class DripStream(byte[] bytes, int step) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
}
