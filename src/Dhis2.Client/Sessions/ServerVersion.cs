using System.Globalization;
using System.Text.RegularExpressions;

namespace Dhis2;

/// <summary>A server's version: <c>2.42.5.2</c>, or <c>42.5</c> as newer ones may say.</summary>
public sealed class ServerVersion
{
    private static readonly Regex s_shape = new(@"^(?:2\.)?(?<release>\d{2})(?:\.(?<patch>\d+))?", RegexOptions.CultureInvariant);

    private ServerVersion(string text, int release, int patch)
    {
        Text = text;
        Release = release;
        Patch = patch;
    }

    /// <summary>As the server wrote it.</summary>
    public string Text { get; }

    /// <summary>The number after <c>2.</c>: 42 of 2.42.5.2.</summary>
    public int Release { get; }

    /// <summary>The number after the release: 5 of 2.42.5.2.</summary>
    public int Patch { get; }

    /// <summary>Reads a version; null when it is none.</summary>
    public static ServerVersion? Parse(string? text)
    {
        var match = s_shape.Match(text ?? "");
        if (!match.Success)
            return null;
        var patch = match.Groups["patch"];
        return new ServerVersion(text!, int.Parse(match.Groups["release"].Value, CultureInfo.InvariantCulture), patch.Success ? int.Parse(patch.Value, CultureInfo.InvariantCulture) : 0);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
