namespace Dhis2.Docs;

/// <summary>Reads what somebody wrote.</summary>
internal static class Source
{
    /// <summary>The text of a file, with line feeds alone.</summary>
    public static string Read(string path)
    {
        if (!File.Exists(path))
            throw new SourceException($"{path} is missing.");
        return File.ReadAllText(path).ReplaceLineEndings("\n");
    }
}
