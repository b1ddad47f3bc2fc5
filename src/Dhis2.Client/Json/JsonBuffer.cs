using System.Buffers;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Json;

/// <summary>
/// The bytes of a stream that have come and have not been read: one buffer, that grows only where a single item is larger.
/// The stream stays its owner's, who disposes it.
/// </summary>
internal sealed class JsonBuffer(Stream stream) : IDisposable
{
    private const int InitialSize = 128 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;
    private bool _skippedBom;
    private Task<int>? _pending;

    /// <summary>What is there, in one piece.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether nothing comes after it.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Whether a single byte has ever come.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>How many bytes have been read.</summary>
    public long Passed { get; private set; }

    /// <summary>Takes note that so many bytes have been read.</summary>
    public void Advance(int count)
    {
        _start += count;
        Passed += count;
    }

    /// <summary>
    /// Gets more; true when some came without waiting, or the end was reached. Else <see cref="WaitAsync"/> waits for them.
    /// They come in pieces of a few KB, of which most are there already.
    /// </summary>
    public bool TryFill(CancellationToken cancellationToken)
    {
        if (_pending is not null)
            return false;
        var known = _end - _start;
        MakeRoom();
        while (!IsFinal && _end < _bytes.Length)
        {
            var read = stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
            if (!read.IsCompletedSuccessfully)
            {
                _pending = read.AsTask();
                return _end - _start > known;
            }
            AddBytes(read.Result);
        }
        return true;
    }

    /// <summary>Waits for bytes, but no longer than until <paramref name="waitLimit"/> ends; false then.</summary>
    public async Task<bool> WaitAsync(Task? waitLimit)
    {
        var pending = _pending!;
        if (waitLimit is not null && await Task.WhenAny(pending, waitLimit).ConfigureAwait(false) == waitLimit)
            return false;
        var count = await pending.ConfigureAwait(false);
        _pending = null;
        AddBytes(count);
        return true;
    }

    /// <summary>Steps over a mark of the encoding; false while the first bytes may yet turn out to be one.</summary>
    public bool TrySkipBom()
    {
        if (_skippedBom)
            return true;
        if (_end - _start < 3 && !IsFinal)
            return false;
        _skippedBom = true;
        _start += _end - _start - _bytes.AsMemory(_start, _end - _start).WithoutBom().Length;
        return true;
    }

    public void Dispose()
    {
        // A read under way may still write into the buffer: then it is left to the collector.
        if (_pending is { IsCompleted: false })
            _ = _pending.IgnoreResultAsync();
        else if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }
        if (_end == _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            Buffer.BlockCopy(_bytes, 0, larger, 0, _end);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }

    private void AddBytes(int count)
    {
        _end += count;
        IsFinal = count == 0;
        IsEmpty &= count == 0;
    }
}
