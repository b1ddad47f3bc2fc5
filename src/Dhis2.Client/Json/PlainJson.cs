using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Json;

/// <summary>
/// Steps through JSON as servers write it: without blanks, without escapes. At anything else it gives up, and whoever asked reads the same bytes
/// with <see cref="System.Text.Json.Utf8JsonReader"/>: this is only ever quicker, and never of another opinion.
/// </summary>
internal ref struct PlainJson
{
    // Deeper than any answer goes. What is too deep, the library says.
    private const int MaximumDepth = 60;
    private const ulong Ones = 0x0101010101010101;
    private const ulong HighBits = Ones << 7;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _depth;

    public PlainJson(ReadOnlySpan<byte> bytes, int start)
    {
        _bytes = bytes;
        _at = start;
    }

    /// <summary>Where it stands.</summary>
    public readonly int Position => _at;

    /// <summary>What it has stepped over since a place.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes.Slice(start, _at - start);

    /// <summary>Steps over one character of punctuation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(char token)
    {
        if ((uint)_at >= (uint)_bytes.Length || _bytes[_at] != token)
            return false;
        _at++;
        return true;
    }

    /// <summary>Steps into an object or array; false also where it would be too deep.</summary>
    public bool TryOpen(char bracket)
    {
        if (_depth == MaximumDepth || !TryTake(bracket))
            return false;
        _depth++;
        return true;
    }

    /// <summary>Steps out of an object or array.</summary>
    public bool TryClose(char bracket)
    {
        if (!TryTake(bracket))
            return false;
        _depth--;
        return true;
    }

    /// <summary>Steps over these very bytes, if they are what comes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBytes(ReadOnlySpan<byte> expected)
    {
        if (!_bytes.Slice(_at).StartsWith(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    /// <summary>Steps over a property's name and its colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryName(out ReadOnlySpan<byte> name) => TryText(out name) && TryTake(':');

    /// <summary>Steps over a value without parts.</summary>
    [MethodImpl(HotPath.Compiled)]
    public bool TryScalar(out JsonScalar value)
    {
        if (TryText(out var text))
        {
            value = new JsonScalar(JsonScalarKind.Text, text);
            return true;
        }
        value = default;
        if ((uint)_at >= (uint)_bytes.Length)
            return false;
        switch (_bytes[_at])
        {
            case (byte)'n':
                value = new JsonScalar(JsonScalarKind.Null, default);
                return TryBytes("null"u8);
            case (byte)'t':
                value = new JsonScalar(JsonScalarKind.True, default);
                return TryBytes("true"u8);
            case (byte)'f':
                value = new JsonScalar(JsonScalarKind.False, default);
                return TryBytes("false"u8);
            default:
                return TryNumber(out value);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if ((uint)_at >= (uint)_bytes.Length || _bytes[_at] != '"')
            return false;
        var rest = _bytes.Slice(_at + 1);
        var length = LengthOfPlain(rest);
        if (length == rest.Length || rest[length] != '"')
            return false;
        text = rest.Slice(0, length);
        _at += length + 2;
        return true;
    }

    // How many bytes there are before a quote, a backslash or a control character, eight at a time while there are as many.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LengthOfPlain(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        for (; bytes.Length - length >= sizeof(ulong); length += sizeof(ulong))
        {
            var special = Special(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(length)));
            if (special != 0)
                return length + (BitOperations.TrailingZeroCount(special) / 8);
        }
        while (length < bytes.Length && !(bytes[length] is (byte)'"' or (byte)'\\' or < 0x20))
            length++;
        return length;
    }

    // The highest bit of the first byte of eight that is special, and maybe of bytes behind it: each is made zero, or less than it may be, and borrows that bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Special(ulong eight)
    {
        var quotes = eight ^ (Ones * '"');
        var slashes = eight ^ (Ones * '\\');
        return (((quotes - Ones) & ~quotes) | ((slashes - Ones) & ~slashes) | ((eight - (Ones * 0x20)) & ~eight)) & HighBits;
    }

    // Whole numbers and fractions. What follows has to end them: an exponent does not, nor does the end of the bytes.
    [MethodImpl(HotPath.Compiled)]
    private bool TryNumber(out JsonScalar value)
    {
        var end = _at;
        if (_bytes[end] == '-')
            end++;
        var whole = Digits(end);
        var isWhole = whole == 1 || (whole > 1 && _bytes[end] != '0');
        end += whole;
        if (end < _bytes.Length && _bytes[end] == '.')
        {
            var fraction = Digits(end + 1);
            isWhole &= fraction > 0;
            end += 1 + fraction;
        }
        var isNumber = isWhole && end < _bytes.Length && _bytes[end] is (byte)',' or (byte)']' or (byte)'}';
        value = isNumber ? new JsonScalar(JsonScalarKind.Number, _bytes.Slice(_at, end - _at)) : default;
        _at = isNumber ? end : _at;
        return isNumber;
    }

    private readonly int Digits(int start)
    {
        var end = start;
        while (end < _bytes.Length && _bytes[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        return end - start;
    }
}
