using System.Management.Automation;
using System.Security;
using System.Text.RegularExpressions;

namespace Dhis2.PowerShell.Errors;

/// <summary>Turns what the disk and PowerShell's paths throw into errors of the path that the user gave.</summary>
internal static class FileFaults
{
    // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, and what Unix says of it.
    private static readonly int[] s_diskFull = [unchecked((int)0x80070070), unchecked((int)0x80070027), 28];

    /// <summary>Does something with a path; a fault of it names that path.</summary>
    /// <exception cref="Dhis2FileException">The path cannot be used.</exception>
    public static T Watch<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (Of(e, path) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Does something with a path that has no result.</summary>
    /// <exception cref="Dhis2FileException">The path cannot be used.</exception>
    public static void Watch(string path, Action work) => Watch<object?>(path, () =>
    {
        work();
        return null;
    });

    /// <summary>The error of a path; null for an exception that is about none.</summary>
    public static Dhis2FileException? Of(Exception e, string path) => e switch
    {
        Dhis2Exception => null,
        ItemNotFoundException or FileNotFoundException => new(path, $"The file '{path}' does not exist.", "Check the path; use -LiteralPath where the name holds brackets.", ErrorCategory.ObjectNotFound, e),
        System.Management.Automation.DriveNotFoundException => new(path, $"There is no drive of the name that '{path}' begins with.", "See those there are with Get-PSDrive.", ErrorCategory.ObjectNotFound, e),
        ProviderNotFoundException => new(path, $"'{path}' begins with a provider that there is none of.", "Give the path of a file.", ErrorCategory.ObjectNotFound, e),
        DirectoryNotFoundException => MissingFolder(path, e),
        WildcardPatternException => new(path, $"'{path}' is no pattern: a bracket is not closed.", "Use -LiteralPath where the name holds brackets, or a backtick before them.", ErrorCategory.InvalidArgument, e),
        UnauthorizedAccessException or SecurityException => new(path, $"This account may not read or write '{path}'.", "Choose another place, or change the rights of this one. A folder is no file.", ErrorCategory.PermissionDenied, e),
        PathTooLongException => new(path, $"'{path}' is longer than this system takes.", "Choose a shorter path.", ErrorCategory.InvalidArgument, e),
        IOException when s_diskFull.Contains(e.HResult) => new(path, $"There is no room for '{path}': the disk is full.", "Make room, or choose another disk.", ErrorCategory.ResourceUnavailable, e),
        // The system's message names the temporary file; the user knows the target.
        IOException => new(path, $"'{path}' cannot be used: {Regex.Replace(e.Message, "'[^']*'", $"'{path}'")}", "See whether another program has it open.", ErrorCategory.ResourceUnavailable, e),
        _ => null,
    };

    /// <summary>The error of a file that is not to be replaced.</summary>
    public static Dhis2FileException IsThere(string path) =>
        new(path, $"The file '{path}' exists, and -NoClobber leaves it as it is.", "Leave out -NoClobber, or choose another name.", ErrorCategory.ResourceExists);

    /// <summary>The error of a file whose folder is not there.</summary>
    public static Dhis2FileException MissingFolder(string path, Exception? inner = null) =>
        new(path, $"The folder of '{path}' does not exist.", "Make it with New-Item -ItemType Directory, or choose another place.", ErrorCategory.ObjectNotFound, inner);
}
