using System.Buffers.Text;
using System.Globalization;
using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Numbers as .NET has them, so that writing one again gives what was read.</summary>
internal static class JsonNumber
{
    /// <summary>A whole number as <see cref="long"/>, a fraction as <see cref="decimal"/> with its trailing zeros, and what neither holds as <see cref="double"/>.</summary>
    public static object Parse(ReadOnlySpan<byte> utf8)
    {
        if (Utf8Parser.TryParse(utf8, out long whole, out var used) && used == utf8.Length)
            return whole;
        var text = Utf8StringCache.Decode(utf8);
        var isExact = text.IndexOfAny(['e', 'E']) < 0 && text.Length <= 28;
        if (isExact && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            return exact;
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
