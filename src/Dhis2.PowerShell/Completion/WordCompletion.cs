using System.Management.Automation;

namespace Dhis2.PowerShell.Completion;

/// <summary>Offers the words that begin with, or match, what has been typed.</summary>
internal static class WordCompletion
{
    public static IEnumerable<CompletionResult> Complete(string? typed, IEnumerable<(string Word, string Hint)> words)
    {
        var pattern = Wildcards.Of((typed ?? "").Trim('\'', '"') + "*");
        return words.Where(w => pattern.IsMatch(w.Word)).OrderBy(w => w.Word, StringComparer.OrdinalIgnoreCase)
            .Select(w => new CompletionResult(Quote(w.Word), w.Word, CompletionResultType.ParameterValue, w.Hint));
    }

    private static string Quote(string word) => word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') ? word : $"'{word.Replace("'", "''")}'";
}
