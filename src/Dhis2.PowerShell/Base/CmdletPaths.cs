using System.Management.Automation;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Base;

/// <summary>Turns what the user wrote as <c>-Path</c> or <c>-LiteralPath</c> into paths of the file system.</summary>
internal static class CmdletPaths
{
    /// <summary>Files that exist; wildcards are resolved unless the path is literal.</summary>
    /// <exception cref="Dhis2InputException">There is no such file, or the path cannot be one.</exception>
    public static IReadOnlyList<string> Existing(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        if (isLiteral)
        {
            var literal = New(cmdlet, path);
            return File.Exists(literal) ? [literal] : throw new Dhis2InputException($"The file '{path}' does not exist.", "Check the path.") { Item = path };
        }
        return FileFaults.Watch<IReadOnlyList<string>>(path, () => Resolve(cmdlet, path));
    }

    /// <summary>A file that may be yet to come.</summary>
    /// <exception cref="Dhis2InputException">The path cannot be that of a file.</exception>
    public static string New(PSCmdlet cmdlet, string path) => FileFaults.Watch(path, () =>
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        CheckProvider(provider, path);
        return full;
    });

    /// <summary>A file that exists and can be read.</summary>
    /// <exception cref="Dhis2InputException">It does not exist, or this account may not read it.</exception>
    public static string ToRead(PSCmdlet cmdlet, string path)
    {
        var full = Existing(cmdlet, path, isLiteral: true)[0];
        return FileFaults.Watch(path, () =>
        {
            using var file = File.OpenRead(full);
            return full;
        });
    }

    /// <summary>A file to write, in a folder that exists: what is sent before it is seen that nothing can be kept was sent in vain.</summary>
    /// <exception cref="Dhis2FileException">The folder does not exist, or the path is a folder.</exception>
    public static string ToWrite(PSCmdlet cmdlet, string path)
    {
        var full = New(cmdlet, path);
        if (Directory.Exists(full))
            throw new Dhis2FileException(path, $"'{path}' is a folder.", "Add the name of a file.", ErrorCategory.InvalidArgument);
        return Directory.Exists(Path.GetDirectoryName(full)) ? full : throw FileFaults.MissingFolder(path);
    }

    private static System.Collections.ObjectModel.Collection<string> Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            CheckProvider(provider, path);
            return found.Count > 0 ? found : throw NotFound(path, null);
        }
        catch (ItemNotFoundException e)
        {
            throw NotFound(path, e);
        }
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
