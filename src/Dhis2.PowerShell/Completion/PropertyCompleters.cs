using Dhis2.Client.Sessions;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes what is made of a type's properties. In a quoted list, such as <c>'id,na'</c>, the last of them is completed, and in a bracket, such as <c>categoryCombo[na</c>, what the object there has.</summary>
public abstract class PropertyCompleter : CompleterBase
{
    // What all types have; offered where no server answers.
    private static readonly SchemaProperty[] s_common =
    [
        new("id", "IDENTIFIER", true), new("code", "IDENTIFIER", true), new("name", "TEXT", true), new("displayName", "TEXT", false), new("created", "DATE", true), new("lastUpdated", "DATE", true),
    ];

    private protected abstract IEnumerable<CompletionWord> Offer(IReadOnlyList<SchemaProperty> properties);

    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var (path, start) = Place(request.Typed);
        var before = request.Typed.Substring(0, start);
        var words = Offer(Properties(request, path));
        return before.Length == 0 ? words : words.Select(w => CompletionWord.Of(before + w.Text, w.Hint));
    }

    /// <summary>The properties of the type that the command reads, or of what it holds at the end of a path.</summary>
    private protected static IReadOnlyList<SchemaProperty> Properties(CompletionRequest request, IReadOnlyList<string> path)
    {
        IReadOnlyList<SchemaProperty> known = path.Count == 0 ? s_common : [];
        if (request.Type is not { } type)
            return known;
        async Task<IReadOnlyList<SchemaProperty>> ReadAsync(Dhis2Caller caller, CancellationToken token) =>
            (await SchemaReader.ReadAsync(caller, type, path, isOnce: true, token).ConfigureAwait(false))?.Properties ?? [];
        return request.FromServer($"schemas/{type.Singular}/{string.Join("/", path)}", ReadAsync) is { Count: > 0 } found ? found : known;
    }

    // The properties whose brackets are open, from the outside in, and where the last item of the innermost list begins.
    private static (IReadOnlyList<string> Path, int Start) Place(string typed)
    {
        var path = new List<string>();
        var start = 0;
        for (var i = 0; i < typed.Length; i++)
        {
            if (typed[i] == '[')
                path.Add(typed.Substring(start, i - start).Trim());
            else if (typed[i] == ']' && path.Count > 0)
                path.RemoveAt(path.Count - 1);
            if (typed[i] is '[' or ',')
                start = i + 1;
        }
        return (path, start);
    }
}

/// <summary>Completes sort orders: each property with its two directions.</summary>
public sealed class OrderCompleter : PropertyCompleter
{
    private protected override IEnumerable<CompletionWord> Offer(IReadOnlyList<SchemaProperty> properties) =>
        properties.Where(p => p.IsSortable).SelectMany(p => new[] { CompletionWord.Of($"{p.Name}:asc", p.Kind), CompletionWord.Of($"{p.Name}:desc", p.Kind) });
}

/// <summary>Completes fields: the properties, and the presets of the Web API.</summary>
public sealed class FieldsCompleter : PropertyCompleter
{
    private static readonly CompletionWord[] s_presets =
    [
        CompletionWord.Of(":owner", "What the object owns, as it is written back"), CompletionWord.Of(":all", "All properties"), CompletionWord.Of("*", "All properties"),
        CompletionWord.Of(":identifiable", "Id, name, code, created, lastUpdated"), CompletionWord.Of(":nameable", "As :identifiable, with shortName and description"),
        CompletionWord.Of(":simple", "Properties of one value"), CompletionWord.Of(":persisted", "Properties that are stored"),
    ];

    private protected override IEnumerable<CompletionWord> Offer(IReadOnlyList<SchemaProperty> properties) => [.. s_presets, .. properties.Select(p => CompletionWord.Of(p.Name, p.Kind))];
}

/// <summary>Completes the words that a property may hold; the parameter goes by the name of the property.</summary>
public sealed class ConstantCompleter : PropertyCompleter
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var name = char.ToLowerInvariant(request.Parameter[0]) + request.Parameter.Substring(1);
        return Properties(request, []).FirstOrDefault(property => property.Name == name)?.Constants.Select(word => CompletionWord.Of(word, word)) ?? [];
    }

    private protected override IEnumerable<CompletionWord> Offer(IReadOnlyList<SchemaProperty> properties) => [];
}
