namespace Dhis2.PowerShell.Completion;

/// <summary>Completes types of periods.</summary>
public sealed class PeriodTypeCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) => PeriodTypeArgumentAttribute.Names.Select(type => CompletionWord.Of(type, type));
}
