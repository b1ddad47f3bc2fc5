namespace Dhis2.Client.Sessions.OAuth2;

/// <summary>Base64 as it stands in addresses and tokens.</summary>
internal static class Base64Url
{
    public static string Of(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
