using Dhis2.Client.Metadata.Filters;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes filters: a property, also of an object that another one holds (<c>categoryCombo.na</c>), then an operator of the server, then a word of the server.</summary>
public sealed class FilterCompleter : PropertyCompleter
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var parts = request.Typed.Split([':'], 3);
        var names = parts[0].Split('.');
        var before = parts[0].Substring(0, parts[0].Length - names[names.Length - 1].Length);
        if (parts.Length == 2)
            return Operators(request).Select(one => CompletionWord.Of($"{parts[0]}:{one.Name}{(one.TakesValue ? ":" : "")}", one.Meaning));
        var properties = Properties(request, [.. names.Take(names.Length - 1)]);
        if (parts.Length == 1)
            return Offer(properties).Select(word => CompletionWord.Of(before + word.Text, word.Hint));
        var constants = properties.FirstOrDefault(property => property.Name == names[names.Length - 1])?.Constants ?? [];
        return constants.Select(word => CompletionWord.Of($"{parts[0]}:{parts[1]}:{word}", word));
    }

    // What holds other objects goes on with a property of theirs.
    private protected override IEnumerable<CompletionWord> Offer(IReadOnlyList<SchemaProperty> properties) =>
        properties.Where(property => property.IsFilterable).SelectMany(property => property.IsReference
            ? new[] { CompletionWord.Of($"{property.Name}:", property.Kind), CompletionWord.Of($"{property.Name}.", property.Kind) }
            : [CompletionWord.Of($"{property.Name}:", property.Kind)]);

    private static IReadOnlyList<FilterOperator> Operators(CompletionRequest request) =>
        request.FromServer("operators", (caller, _) => Task.FromResult(FilterOperator.Of(caller))) ?? FilterOperator.All;
}
