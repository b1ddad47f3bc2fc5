using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Takes a blank text for nothing, as an empty column of a file is one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BlankArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        ServerText.Bare(inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}

/// <summary>Takes the texts that stand for truths in files, <c>true</c> and <c>false</c> in any case, and a blank one for nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlagArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ServerText.Bare(inputData) switch
    {
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => inputData,
    };
}
