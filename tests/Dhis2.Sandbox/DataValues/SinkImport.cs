using System.Buffers;
using System.Text.Json;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Counts the rows of a JSON body as it comes in, keeps none, and says that all were imported.</summary>
internal static class SinkImport
{
    private const int Buffer = 256 * 1024;

    public static async Task<ImportOutcome> CountAsync(Stream body, Dialect dialect, CancellationToken token)
    {
        int rows;
        try
        {
            rows = await CountRowsAsync(body, token).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return dialect >= Dialect.V43 ? throw new UnreadableBodyException(400, e.Message) : ImportOutcome.Crashed(JsonPayload.Unreadable(dialect, e.Message));
        }
        var outcome = new ImportOutcome { Description = "Import process completed successfully" };
        if (dialect >= Dialect.V43)
            outcome.Updated = rows;
        else
            outcome.Imported = rows;
        return outcome;
    }

    private static async Task<int> CountRowsAsync(Stream body, CancellationToken token)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            var state = new JsonReaderState();
            var (rows, kept) = (0, 0);
            while (true)
            {
                var read = await body.ReadAtLeastAsync(buffer.AsMemory(kept), buffer.Length - kept, throwOnEndOfStream: false, token).ConfigureAwait(false);
                var isLast = read < buffer.Length - kept;
                var consumed = Count(buffer.AsSpan(0, kept + read), isLast, ref state, ref rows);
                if (isLast)
                    return rows;
                kept = kept + read - consumed;
                if (kept == buffer.Length)
                    Grow(ref buffer, kept);
                else
                    buffer.AsSpan(consumed, kept).CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Rows are the objects in the array of the envelope.
    private static int Count(ReadOnlySpan<byte> bytes, bool isLast, ref JsonReaderState state, ref int rows)
    {
        var reader = new Utf8JsonReader(bytes, isLast, state);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 2)
                rows++;
        }
        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private static void Grow(ref byte[] buffer, int kept)
    {
        var bigger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, kept).CopyTo(bigger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = bigger;
    }
}
