using System.Text;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Tells whether what a server sent is the whole export that was asked for. Some errors come with a status of 200: as a message of the server, as nothing at all
/// for org units outside the account's hierarchy, or as an answer that ends in the middle.
/// </summary>
/// <param name="file">What was asked for.</param>
/// <param name="request">The request, for messages.</param>
internal sealed class DataValueExportCheck(DataValueExportFile file, string request)
{
    private const int HeadLength = 64 * 1024;
    private const int TailLength = 64;
    private const int Ok = 200;

    /// <summary>Reads a file from its start to its end.</summary>
    /// <exception cref="Dhis2ApiException">It is something else.</exception>
    /// <exception cref="Dhis2ConnectionException">It ends in the middle.</exception>
    public async Task RunAsync(Stream content, CancellationToken cancellationToken)
    {
        var isPacked = file.IsPacked && await IsPackedAsync(content, cancellationToken).ConfigureAwait(false);
        var (head, tail) = await EndsAsync(content, isPacked, cancellationToken).ConfigureAwait(false);
        if (head.Length == 0)
            throw DataValueReader.Nothing(request);
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (!Begins(head, text) || isPacked != file.IsPacked)
            throw Other(head);
        if (!Ends(Encoding.UTF8.GetString(tail)))
            throw Broken(content, new EndOfStreamException());
    }

    private bool Begins(byte[] head, string text) => file.Format switch
    {
        DataValueExportFormat.Json => HoldsValues(head),
        DataValueExportFormat.Csv => text.StartsWith("dataelement,", StringComparison.OrdinalIgnoreCase),
        DataValueExportFormat.Xml => text.StartsWith('<') && text.Contains("<dataValueSet"),
        _ => text.StartsWith('<') && text.Contains("<adx"),
    };

    private bool Ends(string tail) => file.Format switch
    {
        DataValueExportFormat.Json => tail.TrimEnd().EndsWith('}'),
        DataValueExportFormat.Csv => tail.EndsWith('\n'),
        DataValueExportFormat.Xml => EndsElement(tail.TrimEnd(), "</dataValueSet>"),
        _ => EndsElement(tail.TrimEnd(), "</adx>"),
    };

    // One without rows may be an empty element.
    private static bool EndsElement(string tail, string end) => tail.EndsWith(end, StringComparison.Ordinal) || tail.EndsWith("/>", StringComparison.Ordinal);

    private static bool HoldsValues(byte[] head)
    {
        try
        {
            var reader = new Utf8JsonReader(head.AsMemory().WithoutBom().Span, isFinalBlock: false, state: default);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("dataValues"u8))
                    return true;
            }
        }
        catch (JsonException)
        {
            // No JSON.
        }
        return false;
    }

    private Dhis2ApiException Other(byte[] head)
    {
        var message = head.Length < HeadLength ? ServerMessageReader.ReadAny(head) : null;
        return message is { Status: not null } or { HttpStatusCode: not null }
            ? new Dhis2ApiException($"{request}: {message}", Ok, message, "Correct what the message names and try again.") { Request = request }
            : new Dhis2ApiException($"{request}: the answer is no {file.Format} of data values{(file.IsPacked ? " packed with gzip" : "")}.", Ok, message, "Look at it with Invoke-Dhis2Request, or choose another format.") { Request = request };
    }

    private Dhis2ConnectionException Broken(Stream content, Exception inner) => WireErrors.BrokenInBody(request, content.Length, inner);

    private static async Task<bool> IsPackedAsync(Stream content, CancellationToken cancellationToken)
    {
        var mark = new byte[2];
        var read = await FillAsync(content, mark, cancellationToken).ConfigureAwait(false);
        content.Position = 0;
        return read == 2 && mark[0] == 0x1F && mark[1] == 0x8B;
    }

    private async Task<(byte[] Head, byte[] Tail)> EndsAsync(Stream content, bool isPacked, CancellationToken cancellationToken)
    {
        if (!isPacked)
        {
            var first = await HeadAsync(content, cancellationToken).ConfigureAwait(false);
            content.Position = Math.Max(0, content.Length - TailLength);
            return (first, await HeadAsync(content, cancellationToken).ConfigureAwait(false));
        }
        try
        {
            using var unpacked = new GzipReader(new LentStream(content));
            var head = await HeadAsync(unpacked, cancellationToken).ConfigureAwait(false);
            return (head, await TailAsync(unpacked, head, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw Broken(content, e);
        }
    }

    // To the end: only there is it seen whether packed data are whole.
    private static async Task<byte[]> TailAsync(Stream content, byte[] head, CancellationToken cancellationToken)
    {
        var tail = head;
        var buffer = new byte[HeadLength];
        int read;
        while ((read = await FillAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var last = buffer.AsSpan(Math.Max(0, read - TailLength), Math.Min(read, TailLength)).ToArray();
            tail = read >= TailLength ? last : [.. tail.Skip(tail.Length + read - TailLength), .. last];
        }
        return [.. tail.Skip(tail.Length - TailLength)];
    }

    private static async Task<byte[]> HeadAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[HeadLength];
        var read = await FillAsync(content, buffer, cancellationToken).ConfigureAwait(false);
        Array.Resize(ref buffer, read);
        return buffer;
    }

    private static async Task<int> FillAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        int read;
        // .NET Framework has no other overloads.
#pragma warning disable CA1835
        while (filled < buffer.Length && (read = await content.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken).ConfigureAwait(false)) > 0)
#pragma warning restore CA1835
            filled += read;
        return filled;
    }

    /// <summary>A stream that stays open when its reader is disposed.</summary>
    private sealed class LentStream(Stream inner) : BodyStream
    {
        protected override long Passed => inner.Position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
#if NET8_0_OR_GREATER
            return inner.ReadAsync(buffer, cancellationToken);
#else
            return ReadArrayAsync(buffer, cancellationToken);
#endif
        }
#if !NET8_0_OR_GREATER

        private async ValueTask<int> ReadArrayAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var bytes = new byte[buffer.Length];
            var read = await inner.ReadAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
            bytes.AsSpan(0, read).CopyTo(buffer.Span);
            return read;
        }
#endif
    }
}
