using System.Net;
using System.Security;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Secrets as PowerShell keeps them, and as they are sent.</summary>
internal static class SecretText
{
    public static string ToPlainText(this SecureString secret) => new NetworkCredential("", secret).Password;

    public static SecureString ToSecureString(this string text) => new NetworkCredential("", text).SecurePassword;
}
