using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Faults;

/// <summary>Faults inside the body: the answer is made in full and then sent badly.</summary>
internal static class SpoiltBody
{
    public static async Task SendAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        var body = await CollectAsync(context, next).ConfigureAwait(false);
        var at = fault.AfterBytes >= 0 ? Math.Min(fault.AfterBytes, body.Length) : body.Length / 2;
        switch (fault.Kind)
        {
            case FaultKind.Truncate:
                // Fewer bytes than were announced: the server closes the connection, and what was sent still arrives.
                context.Response.ContentLength = body.Length;
                await WriteAsync(context, body.AsMemory(0, Math.Min(at, body.Length - 1))).ConfigureAwait(false);
                break;
            case FaultKind.CutShort:
                context.Response.ContentLength = null;
                await WriteAsync(context, body.AsMemory(0, at)).ConfigureAwait(false);
                break;
            case FaultKind.BadJson:
                context.Response.ContentLength = null;
                await WriteAsync(context, body.AsMemory(0, at)).ConfigureAwait(false);
                await WriteAsync(context, "\u0001,]}{"u8.ToArray()).ConfigureAwait(false);
                await WriteAsync(context, body.AsMemory(at)).ConfigureAwait(false);
                break;
            case FaultKind.StallBody:
                await WriteAsync(context, body.AsMemory(0, at)).ConfigureAwait(false);
                if (await FaultMiddleware.PauseAsync(fault.Milliseconds, context).ConfigureAwait(false))
                    await WriteAsync(context, body.AsMemory(at)).ConfigureAwait(false);
                break;
            case FaultKind.Drip:
                await DripAsync(fault, context, body).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"{fault.Kind} does not spoil a body.");
        }
    }

    /// <summary>Carries out the request and keeps the body of its answer.</summary>
    public static async Task<byte[]> CollectAsync(HttpContext context, RequestDelegate next)
    {
        var original = context.Response.Body;
        using var collected = new MemoryStream();
        context.Response.Body = collected;
        try
        {
            await next(context).ConfigureAwait(false);
            await context.Response.BodyWriter.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            context.Response.Body = original;
        }
        context.Response.ContentLength = null;
        return collected.ToArray();
    }

    private static async Task DripAsync(Fault fault, HttpContext context, byte[] body)
    {
        var piece = fault.AfterBytes > 0 ? fault.AfterBytes : 64;
        for (var at = 0; at < body.Length; at += piece)
        {
            await WriteAsync(context, body.AsMemory(at, Math.Min(piece, body.Length - at))).ConfigureAwait(false);
            if (!await FaultMiddleware.PauseAsync(Math.Max(1, fault.Milliseconds), context).ConfigureAwait(false))
                return;
        }
    }

    internal static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
