using System.Globalization;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Passes unpacked bytes on, and refuses to go on where they are out of all proportion to the packed ones: then the file was made to exhaust whoever unpacks it.
/// </summary>
internal sealed class UnpackingLimit(Stream unpacked, Stream packed, string name) : BodyStream
{
    // Data values pack to a tenth or a thirtieth. Deflate packs one byte that repeats to a thousandth.
    private const int MostTimes = 250;
    private const long AlwaysAllowed = 64 * 1024 * 1024;

    private long _passed;

    protected override long Passed => _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _passed += count;
        if (_passed > AlwaysAllowed && packed.CanSeek && _passed / MostTimes > packed.Length)
        {
            throw new Dhis2InputException(
                string.Format(CultureInfo.InvariantCulture, "{0} unpacks to more than {1} times its size, which data values do not: it is refused as a file made to fill memory or disk.", name, MostTimes),
                "Look at where the file comes from. If it is what it should be, unpack it yourself and give the unpacked file.")
            { Item = name };
        }
        return count;
    }
}
