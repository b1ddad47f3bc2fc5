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
