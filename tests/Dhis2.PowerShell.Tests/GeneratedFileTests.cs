using System.Text.RegularExpressions;
using Dhis2.Docs;
using Dhis2.TestTools;

namespace Dhis2.PowerShell.Tests;

/// <summary>Views, pages and what Get-Help reads are committed as the generator makes them.</summary>
public sealed partial class GeneratedFileTests : IDisposable
{
    private readonly string _copy = Directory.CreateTempSubdirectory("Dhis2-docs-").FullName;

    public GeneratedFileTests()
    {
        var module = Directory.CreateDirectory(Path.Combine(_copy, "src", "Dhis2.PowerShell")).FullName;
        var help = Directory.CreateDirectory(Path.Combine(_copy, "en-US")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Dhis2.PowerShell")).Where(file => Path.GetExtension(file) is ".json" or ".ps1xml"))
            File.Copy(file, Path.Combine(module, Path.GetFileName(file)));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "en-US")))
            File.Copy(file, Path.Combine(help, Path.GetFileName(file)));
    }

    private string Page => Path.Combine(_copy, "en-US", "New-Dhis2Uid.md");

    private string Views => Path.Combine(_copy, "src", "Dhis2.PowerShell", "Views.json");

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [Fact]
    public void All_are_committed_as_they_are_made()
    {
        var stale = StaleFiles(Repository.Root);
        Assert.True(stale.Count == 0, $"Their sources were changed since, or they were changed by hand: {string.Join(", ", stale)}. Run ./build.ps1 -Task Docs.");
    }

    [Fact]
    public void A_page_of_its_own_words_alone_is_filled_in()
    {
        var whole = File.ReadAllText(Page);
        var own = MadeSections().Replace(whole[(whole.IndexOf("\n# ", StringComparison.Ordinal) + 1)..], "");
        Assert.DoesNotContain("-Count <int>", own, StringComparison.Ordinal);
        Assert.DoesNotContain("```yaml", own, StringComparison.Ordinal);
        File.WriteAllText(Page, own);
        Assert.Equal(whole, GeneratedFiles.Make(_copy).Single(file => file.Path == Page).Text);
    }

    [Fact]
    public void A_parameter_text_that_is_changed_in_a_page_is_stale()
    {
        File.WriteAllText(Page, File.ReadAllText(Page).Replace("How many:", "As many as this:", StringComparison.Ordinal));
        Assert.Equal(["New-Dhis2Uid.md"], StaleFiles(_copy));
    }

    [Fact]
    public void An_own_word_of_a_page_goes_to_what_Get_Help_reads()
    {
        File.WriteAllText(Page, File.ReadAllText(Page).Replace("## NOTES\n\n", "## NOTES\n\nA word `more`. ", StringComparison.Ordinal));
        Assert.Equal(["Dhis2.PowerShell.dll-Help.xml"], StaleFiles(_copy));
        Assert.Contains("<maml:para>A word more. ", GeneratedFiles.Make(_copy)[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_examples_is_refused_by_its_name()
    {
        File.WriteAllText(Page, File.ReadAllText(Page).Replace("## EXAMPLES\n", "## SAMPLES\n", StringComparison.Ordinal));
        Assert.Contains("New-Dhis2Uid.md has nothing under \"## EXAMPLES\"", Assert.Throws<SourceException>(() => GeneratedFiles.Make(_copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_is_a_few_lines_of_JSON()
    {
        File.WriteAllText(Views, """
            [{ "types": ["Dhis2.Thing"], "form": "table", "wrap": true, "columns": [
              { "label": "Id", "property": "id", "width": 11 },
              { "label": "Count", "script": "$_.a -lt 3", "align": "Right" }] }]
            """);
        var made = GeneratedFiles.Make(_copy)[0];
        Assert.True(made.IsOutOfDate);
        Assert.Contains("<TableColumnHeader><Label>Id</Label><Width>11</Width></TableColumnHeader>", made.Text, StringComparison.Ordinal);
        Assert.Contains("<TableColumnItem><PropertyName>id</PropertyName></TableColumnItem>", made.Text, StringComparison.Ordinal);
        Assert.Contains("<TableColumnHeader><Label>Count</Label><Alignment>Right</Alignment></TableColumnHeader>", made.Text, StringComparison.Ordinal);
        Assert.Contains("<TableColumnItem><ScriptBlock>$_.a -lt 3</ScriptBlock></TableColumnItem>", made.Text, StringComparison.Ordinal);
        Assert.Contains("<Wrap />", made.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "types": ["Dhis2.Thing"], "form": "table", "columns": [{ "label": "Id", "with": 11 }] }""", "with")]
    [InlineData("""{ "types": ["Dhis2.Thing"], "form": "list", "columns": [{ "label": "Id", "width": 11 }] }""", "for tables")]
    [InlineData("""{ "types": ["Dhis2.Thing"], "form": "table", "columns": [{ "label": "Id", "when": "$true" }] }""", "for lists")]
    [InlineData("""{ "types": ["Dhis2.Thing"], "form": "table", "columns": [{ "label": "Id", "property": "a", "script": "1" }] }""", "not both")]
    [InlineData("""{ "types": ["Dhis2.Thing"], "form": "table", "columns": [] }""", "at least one")]
    public void A_view_that_says_what_has_no_meaning_is_refused(string view, string reason)
    {
        File.WriteAllText(Views, $"[{view}]");
        var message = Assert.Throws<SourceException>(() => GeneratedFiles.Make(_copy)).Message;
        Assert.Contains("Views.json", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private static List<string?> StaleFiles(string root) => [.. GeneratedFiles.Make(root).Where(file => file.IsOutOfDate).Select(file => Path.GetFileName(file.Path))];

    // SYNTAX, ALIASES and PARAMETERS, each up to the next heading of its level.
    [GeneratedRegex(@"(?ms)^## (SYNTAX|ALIASES|PARAMETERS)\n.*?(?=^## )")]
    private static partial Regex MadeSections();
}
