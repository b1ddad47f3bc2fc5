using Dhis2.Docs.Cmdlets;
using Dhis2.Docs.Help;
using Dhis2.Docs.Views;

namespace Dhis2.Docs;

/// <summary>All files of the repository that are made from others: the views, the pages and what Get-Help reads.</summary>
public static class GeneratedFiles
{
    /// <summary>Makes them; nothing is written.</summary>
    /// <param name="root">The folder that holds <c>en-US</c> and <c>src</c>.</param>
    /// <exception cref="SourceException">A source is missing or malformed.</exception>
    public static IReadOnlyList<GeneratedFile> Make(string root)
    {
        var module = Path.Combine(root, "src", "Dhis2.PowerShell");
        var views = FormatFile.Make(Source.Read(Path.Combine(module, "Views.json")));
        return [new(Path.Combine(module, "Dhis2.Format.ps1xml"), views), .. MakeHelp(Path.Combine(root, "en-US"))];
    }

    private static IEnumerable<GeneratedFile> MakeHelp(string folder)
    {
        var pages = CmdletReader.ReadAll().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)
            .Select(cmdlet => HelpPage.Read(Path.Combine(folder, cmdlet.Name + ".md"), cmdlet)).ToList();
        foreach (var page in pages)
            yield return new(page.Path, PageText.Make(page));
        yield return new(Path.Combine(folder, "Dhis2.PowerShell.dll-Help.xml"), MamlFile.Make(pages));
    }
}
