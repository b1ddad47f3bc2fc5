using Dhis2.Client.Http;

namespace Dhis2.Client.Input;

/// <summary>A stream whose first bytes can be looked at before they are read. The inner stream stays open.</summary>
internal sealed class PeekStream(Stream inner) : BodyStream
{
    private byte[] _head = [];
    private int _start;
    private int _end;
    private long _passed;

    protected override long Passed => _passed;

    /// <summary>The first bytes that have not been read: so many, or fewer at the end.</summary>
    public async Task<ArraySegment<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        if (_head.Length - _start < count)
        {
            var larger = new byte[count];
            Buffer.BlockCopy(_head, _start, larger, 0, _end - _start);
            (_head, _end, _start) = (larger, _end - _start, 0);
        }
        while (_end - _start < count)
        {
            var read = await inner.ReadAsync(_head.AsMemory(_end, _start + count - _end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            _end += read;
        }
        return new ArraySegment<byte>(_head, _start, Math.Min(count, _end - _start));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        if (count > 0)
        {
            _head.AsMemory(_start, count).CopyTo(buffer);
            _start += count;
        }
        else
        {
            count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        _passed += count;
        return count;
    }
}
