using System.Management.Automation;

namespace Dhis2.PowerShell.Completion;

/// <summary>Offers the words that begin with, or match, what has been typed, in the quotes they need.</summary>
internal static class WordCompletion
{
    public static IEnumerable<CompletionResult> Complete(string? typed, IEnumerable<CompletionWord> words)
    {
        var argument = TypedArgument.Parse(typed);
        var all = words.ToList();
        var found = all.FindAll(w => argument.IsBeginningOf(w.Text) || argument.IsBeginningOf(w.Label));
        // Of objects, people know a part of the name.
        if (found.Count == 0)
            found = all.FindAll(w => w.Label != w.Text && argument.IsPartOf(w.Label));
        return found.OrderBy(w => w.Label, StringComparer.OrdinalIgnoreCase)
            .Select(w => new CompletionResult(argument.Quoted(w.Text), w.Label, CompletionResultType.ParameterValue, w.Hint.Length > 0 ? w.Hint : w.Label));
    }
}

/// <summary>A word that can be completed.</summary>
internal sealed record CompletionWord
{
    private CompletionWord(string text, string label, string hint)
    {
        Text = text;
        Label = label;
        Hint = hint;
    }

    /// <summary>What is written on the command line.</summary>
    public string Text { get; }

    /// <summary>What the list shows, and what may be typed in place of the text: the name of an object whose id is written.</summary>
    public string Label { get; }

    /// <summary>What is shown beside it.</summary>
    public string Hint { get; }

    public static CompletionWord Of(string text, string? hint = null) => new(text, text, hint ?? "");

    public static CompletionWord Of(string text, string label, string hint) => new(text, label.Length > 0 ? label : text, hint);
}
