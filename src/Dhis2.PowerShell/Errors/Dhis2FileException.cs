using System.Management.Automation;

namespace Dhis2;

/// <summary>A path that the user gave cannot be read or written: the folder is missing, the account may not, the disk is full.</summary>
public sealed class Dhis2FileException : Dhis2InputException
{
    /// <summary>Makes an error of a path.</summary>
    public Dhis2FileException(string path, string message, string recommendedAction, ErrorCategory category, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
        Category = category;
        Item = path;
        ErrorId = "File";
    }

    /// <summary>What kind of fault it is.</summary>
    public ErrorCategory Category { get; }
}
