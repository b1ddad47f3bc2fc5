using System.Management.Automation;

namespace Dhis2.PowerShell.Base;

/// <summary>Turns what the user wrote as <c>-Path</c> or <c>-LiteralPath</c> into paths of the file system.</summary>
internal static class CmdletPaths
{
    /// <summary>Files that exist; wildcards are resolved unless the path is literal.</summary>
    public static IReadOnlyList<string> Existing(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            if (isLiteral)
            {
                var literal = New(cmdlet, path);
                return File.Exists(literal) ? [literal] : throw NotFound(path, null);
            }
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            CheckProvider(provider, path);
            return found.Count > 0 ? found : throw NotFound(path, null);
        }
        catch (ItemNotFoundException e)
        {
            throw NotFound(path, e);
        }
        catch (Exception e) when (e is SessionStateException or WildcardPatternException or ProviderInvocationException or NotSupportedException)
        {
            // A drive or a provider that is not there, or a pattern that is none.
            throw new Dhis2InputException($"'{path}' cannot be resolved: {e.Message}", "Check the drive and the path; use -LiteralPath where the name holds brackets.", e) { Item = path };
        }
    }

    /// <summary>A file that may be yet to come.</summary>
    public static string New(PSCmdlet cmdlet, string path)
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        CheckProvider(provider, path);
        return full;
    }

    private static void CheckProvider(ProviderInfo provider, string path)
    {
        if (provider.Name != FileSystemProvider)
            throw new Dhis2InputException($"'{path}' is not a path of the file system.", "Give the path of a file.") { Item = path };
    }

    private const string FileSystemProvider = "FileSystem";

    private static Dhis2InputException NotFound(string path, Exception? inner) =>
        new($"The file '{path}' does not exist.", "Check the path; use -LiteralPath where the name holds brackets.", inner) { Item = path };
}
