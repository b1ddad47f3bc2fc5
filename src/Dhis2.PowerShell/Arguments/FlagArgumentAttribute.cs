using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Takes what files write for yes and no; nothing at all, or the word <c>null</c> that servers export, is neither.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlagArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ServerText.Bare(inputData) switch
    {
        null => null,
        string text => Flag(text),
        _ => inputData,
    };

    private static object? Flag(string text) => text.Trim().ToLowerInvariant() switch
    {
        "" or "null" => null,
        "true" or "1" or "yes" => true,
        "false" or "0" or "no" => false,
        _ => throw new ArgumentTransformationMetadataException($"'{text}' is neither true nor false."),
    };
}
