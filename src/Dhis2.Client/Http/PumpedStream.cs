using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Dhis2.Client.Http;

/// <summary>
/// A body that reads itself on, up to a megabyte ahead of whoever takes it: receiving and unpacking go on while what came before is being read.
/// </summary>
internal sealed class PumpedStream : BodyStream
{
    private const int Size = 1024 * 1024;

    // So many bytes are worth waking a reader for while more of them come without waiting.
    private const int Portion = 64 * 1024;

    private static readonly Task<bool> s_now = Task.FromResult(true);

    private readonly Stream _inner;
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly byte[] _ring = ArrayPool<byte>.Shared.Rent(Size);
    private readonly Task _pump;
    private long _written;
    private long _taken;
    private bool _isEnded;
    private Exception? _fault;
    private TaskCompletionSource<bool>? _hungry;
    private TaskCompletionSource<bool>? _full;

    public PumpedStream(Stream inner)
    {
        _inner = inner;
        _pump = Task.Run(PumpAsync);
    }

    protected override long Passed => _taken;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TryTake(buffer.Span, out var count) ? new(count) : WaitAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            Ring(ref _full);
            _inner.Dispose();
            _ = ReturnAsync();
        }
        base.Dispose(disposing);
    }

    // A read under way may still write into the ring.
    private async Task ReturnAsync()
    {
        await _pump.ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(_ring);
        _stop.Dispose();
    }

    private async ValueTask<int> WaitAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await BytesAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (TryTake(buffer.Span, out var count))
                return count;
        }
    }

    private bool TryTake(Span<byte> buffer, out int count)
    {
        lock (_gate)
        {
            count = (int)Math.Min(buffer.Length, _written - _taken);
            if (count == 0)
            {
                if (_isEnded && _fault is not null)
                    ExceptionDispatchInfo.Capture(_fault).Throw();
                return _isEnded || buffer.Length == 0;
            }
        }
        var start = (int)(_taken % Size);
        var first = Math.Min(count, Size - start);
        _ring.AsSpan(start, first).CopyTo(buffer);
        _ring.AsSpan(0, count - first).CopyTo(buffer.Slice(first));
        lock (_gate)
        {
            _taken += count;
            Ring(ref _full);
        }
        return true;
    }

    private async Task PumpAsync()
    {
        var unseen = 0;
        Exception? fault = null;
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var (start, room) = Room(unseen);
                if (room == 0)
                {
                    Show(ref unseen);
                    await RoomAsync().ConfigureAwait(false);
                    continue;
                }
                var read = _inner.ReadAsync(_ring.AsMemory(start, room), _stop.Token);
                if (unseen >= Portion || !read.IsCompleted)
                    Show(ref unseen);
                var count = await read.ConfigureAwait(false);
                if (count == 0)
                    break;
                unseen += count;
            }
        }
        // It is thrown where the bytes are taken.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
        }
        lock (_gate)
        {
            (_isEnded, _fault) = (true, fault);
            Show(ref unseen);
        }
    }

    private (int Start, int Length) Room(int unseen)
    {
        lock (_gate)
        {
            var start = (int)((_written + unseen) % Size);
            return (start, (int)Math.Min(Size - start, Size - (_written + unseen - _taken)));
        }
    }

    private Task<bool> BytesAsync()
    {
        lock (_gate)
            return _written > _taken || _isEnded ? s_now : Hang(out _hungry);
    }

    private Task<bool> RoomAsync()
    {
        lock (_gate)
            return _written - _taken < Size || _stop.IsCancellationRequested ? s_now : Hang(out _full);
    }

    private void Show(ref int unseen)
    {
        lock (_gate)
        {
            _written += unseen;
            Ring(ref _hungry);
        }
        unseen = 0;
    }

    private static Task<bool> Hang(out TaskCompletionSource<bool>? bell) =>
        (bell = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Ring(ref TaskCompletionSource<bool>? bell)
    {
        lock (_gate)
        {
            bell?.TrySetResult(true);
            bell = null;
        }
    }
}
