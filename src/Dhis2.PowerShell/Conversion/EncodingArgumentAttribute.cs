using System.Management.Automation;
using System.Text;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Takes an encoding by name or code page, as the engine's own cmdlets do, on both engines alike.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Names to offer.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["utf8", "utf8BOM", "unicode", "bigendianunicode", "utf32", "ascii", "latin1", "windows-1252"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return bare switch
            {
                string name => ByName(name),
                int codePage => Encoding.GetEncoding(codePage),
                _ => inputData,
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException($"'{bare}' is no encoding this system knows. Use one of: {string.Join(", ", Names)}, or a code page.", e);
        }
    }

    private static Encoding ByName(string name) => name.ToLowerInvariant() switch
    {
        "utf8" or "utf8nobom" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        "utf8bom" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "unicode" => Encoding.Unicode,
        "bigendianunicode" => Encoding.BigEndianUnicode,
        "latin1" => Encoding.GetEncoding(28591),
#if NET8_0_OR_GREATER
        "windows-1252" or "ansi" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
#endif
        _ => Encoding.GetEncoding(name),
    };
}
