using System.Globalization;
using Dhis2.Client.Http;

namespace Dhis2.Client.Input;

/// <summary>
/// Passes unpacked bytes on, and refuses to go on where they are out of all proportion to the packed ones: then the file was made to exhaust whoever unpacks it.
/// </summary>
/// <param name="unpacked">The unpacked bytes.</param>
/// <param name="packed">How many packed bytes there are, or have been read where the end is not known.</param>
/// <param name="name">What the input is called in errors.</param>
internal sealed class UnpackingLimit(Stream unpacked, Func<long> packed, string name) : BodyStream
{
    // Values and objects pack to a tenth or a thirtieth. Deflate packs one byte that repeats to a thousandth.
    private const int MostTimes = 250;
    private const long AlwaysAllowed = 64 * 1024 * 1024;

    private long _passed;

    protected override long Passed => _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _passed += count;
        if (_passed > AlwaysAllowed && _passed / MostTimes > packed())
        {
            throw new Dhis2InputException(
                string.Format(CultureInfo.InvariantCulture, "{0} unpacks to more than {1} times its size, which no file of values or objects does: it is refused as a file made to fill memory or disk.", name, MostTimes),
                "Look at where the file comes from. If it is what it should be, unpack it yourself and give the unpacked file.")
            { Item = name };
        }
        return count;
    }
}
