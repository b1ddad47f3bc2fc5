using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Writes rows straight into the answer's buffers; each format says how.</summary>
internal abstract class ExportFormat(PipeWriter output, bool withMilliseconds)
{
    private const int FlushAt = 64 * 1024;

    // What a row takes beside its ids and texts.
    private const int Frame = 512;

    // Times come in runs: the same second was written for thousands of rows.
    private (DateTime Time, byte[] Text) _time = (default, []);
    private int _unflushed;

    /// <summary>An id as it stands in a row.</summary>
    public abstract byte[] Encode(string? id);

    public abstract void Begin(ExportEnvelope envelope);

    public abstract void End();

    /// <summary>Writes a row; true when it is time to flush.</summary>
    public bool Add(in ExportRow row)
    {
        var stored = row.Stored;
        var most = Frame + row.IdLength + (6 * ((stored?.Value?.Length ?? 0) + (stored?.Comment?.Length ?? 0) + (stored?.StoredBy.Length ?? 0)));
        var whole = output.GetSpan(most);
        var rest = whole;
        Write(row, ref rest);
        var written = whole.Length - rest.Length;
        output.Advance(written);
        _unflushed += written;
        return _unflushed >= FlushAt;
    }

    public async Task FlushAsync(CancellationToken token)
    {
        _unflushed = 0;
        await output.FlushAsync(token).ConfigureAwait(false);
    }

    protected abstract void Write(in ExportRow row, ref Span<byte> rest);

    protected void Say(string text) => Encoding.UTF8.GetBytes(text, output);

    protected static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    protected static void PutText(ref Span<byte> rest, string text)
    {
        var written = Encoding.UTF8.GetBytes(text, rest);
        rest = rest[written..];
    }

    /// <summary>A generated value, which needs no escape in any format.</summary>
    protected static void PutNumber(ref Span<byte> rest, in ExportRow row)
    {
        if (row.IsText)
            Put(ref rest, "Remark "u8);
        Utf8Formatter.TryFormat(row.Number, rest, out var written);
        rest = rest[written..];
    }

    protected void PutTime(ref Span<byte> rest, DateTime time)
    {
        if (time != _time.Time || _time.Text.Length == 0)
            _time = (time, Encoding.ASCII.GetBytes(Time(time)));
        Put(ref rest, _time.Text);
    }

    // Up to 2.42 the database keeps no fractions of a second.
    private string Time(DateTime time) =>
        time.ToString(withMilliseconds ? "yyyy-MM-dd'T'HH:mm:ss.fff" : "yyyy-MM-dd'T'HH:mm:ss.000", CultureInfo.InvariantCulture) + "+0000";
}
