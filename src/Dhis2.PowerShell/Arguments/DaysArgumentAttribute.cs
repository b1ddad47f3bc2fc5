using System.Management.Automation;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Takes a bare number for days: PowerShell itself would make a time of so many ticks of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DaysArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ServerText.Bare(inputData) switch
    {
        int or long or short or byte or uint or double or decimal => Days(Convert.ToDouble(ServerText.Bare(inputData), System.Globalization.CultureInfo.InvariantCulture)),
        _ => inputData,
    };

    private static TimeSpan Days(double days) =>
        Math.Abs(days) < TimeSpan.MaxValue.TotalDays ? TimeSpan.FromDays(days) : throw new ArgumentTransformationMetadataException($"{days} days are longer than there is time.");
}
