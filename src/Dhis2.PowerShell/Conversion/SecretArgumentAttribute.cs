using System.Management.Automation;

namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// Takes a secret that people type, and keeps it as a SecureString: what was bound to a parameter is in every verbose record, and
/// comes out when one is converted to JSON.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        // A code typed without quotes is a number, and has lost its leading zeros: six digits is what authenticators show.
        int number => number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture).ToSecureString(),
        string text => text.ToSecureString(),
        var other => other,
    };
}
