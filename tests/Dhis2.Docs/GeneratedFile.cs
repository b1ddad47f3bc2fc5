namespace Dhis2.Docs;

/// <summary>A committed file that is made from others.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Text">What it has to hold.</param>
public sealed record GeneratedFile(string Path, string Text)
{
    /// <summary>Whether the file on disk is missing or holds something else.</summary>
    public bool IsOutOfDate => !File.Exists(Path) || File.ReadAllText(Path) != Text;
}
