namespace Dhis2.PowerShell.Profiles;

/// <summary>The private key by which a client of OAuth2 proves itself, in a PEM file.</summary>
internal static class ClientKeyFile
{
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"The client's key cannot be read: {e.Message}", "Give a PEM file that you can read.", e) { Item = path };
        }
    }
}
