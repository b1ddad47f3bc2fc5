using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>
/// A buffer that is handed to the response whenever it is full: the response's own writer costs a lock a call, and cells are small.
/// </summary>
internal sealed class BodyBuffer(HttpContext context)
{
    private const int Full = 48 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);

    public IBufferWriter<byte> Writer => _buffer;

    /// <param name="pending">Bytes that a writer still keeps to itself.</param>
    public bool IsFull(int pending = 0) => _buffer.WrittenCount + pending >= Full;

    public async Task FlushAsync()
    {
        await context.Response.Body.WriteAsync(_buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
