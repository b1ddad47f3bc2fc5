using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2;

/// <summary>One of several shares into which the rows of an input are divided, so that workers import it side by side: <c>3/16</c> is the third of sixteen.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Of">Of how many.</param>
public readonly record struct ImportPartition(int Number, int Of)
{
    private const int Most = 10_000;
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    private static readonly Regex s_form = new(@"^\s*([0-9]{1,5})\s*/\s*([0-9]{1,5})\s*$", RegexOptions.CultureInvariant);

    /// <summary>Reads a share.</summary>
    /// <exception cref="Dhis2InputException">It is none.</exception>
    public static ImportPartition Parse(string text)
    {
        var match = s_form.Match(text);
        if (match.Success)
        {
            var (number, of) = (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
            if (number >= 1 && number <= of && of <= Most)
                return new ImportPartition(number, of);
        }
        throw new Dhis2InputException($"'{text}' is no share of rows.", "Write it as 3/16: the third of sixteen shares.") { Item = text };
    }

    /// <summary>
    /// Whether what belongs to a key is in this share. All that have one key are in one share, on any machine and in any version of this module (FNV-1a, 32 bits,
    /// over the UTF-16 code units). What has no key is in the first.
    /// </summary>
    public bool Holds(string? key)
    {
        if (string.IsNullOrEmpty(key))
            return Number == 1;
        var hash = OffsetBasis;
        foreach (var c in key!)
            hash = unchecked((hash ^ c) * Prime);
        return hash % (uint)Of == Number - 1;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Number.ToString(CultureInfo.InvariantCulture)}/{Of.ToString(CultureInfo.InvariantCulture)}";
}
