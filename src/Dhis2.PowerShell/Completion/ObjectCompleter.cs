namespace Dhis2.PowerShell.Completion;

/// <summary>Completes objects of a type by the beginning of their names or ids, and writes what identifies them.</summary>
public abstract class ObjectCompleter : CompleterBase
{
    // One or two letters are in too many names to ask for them.
    private const int ShortestPart = 3;

    private protected abstract string Plural { get; }

    /// <summary>The id scheme in which they are given; null means ids.</summary>
    private protected virtual string? Scheme(CompletionRequest request) => null;

    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var identify = Identifier(Scheme(request)?.ToUpperInvariant());
        return Objects(request, Plural).Where(found => identify(found) is { Length: > 0 }).Select(found => Word(found, identify(found)!));
    }

    /// <summary>The ids of the objects of a type.</summary>
    internal static IEnumerable<CompletionWord> Ids(CompletionRequest request, MetadataType type) => Objects(request, type.Plural).Select(found => Word(found, found.Id));

    private static CompletionWord Word(FoundObject found, string text) => CompletionWord.Of(text, found.Name ?? "", $"{found.Name} ({found.Id})");

    /// <summary>The objects of a type that the server names: all, or of a long list those that hold what is typed in their names.</summary>
    internal static IReadOnlyList<FoundObject> Objects(CompletionRequest request, string plural)
    {
        var type = MetadataType.Of(plural);
        var first = request.FromServer(plural, (caller, token) => ObjectNames.ReadAsync(caller, type, part: null, token)) ?? [];
        var part = request.Typed.Trim('*', ' ');
        if (first.Count < ObjectNames.Most || part.Length < ShortestPart)
            return first;
        return request.FromServer($"{plural}: {part}", (caller, token) => ObjectNames.ReadAsync(caller, type, part, token)) ?? first;
    }

    // What an attribute of theirs holds is not asked for.
    private static Func<FoundObject, string?> Identifier(string? scheme) => scheme switch
    {
        null or "UID" or "ID" => found => found.Id,
        "CODE" => found => found.Code,
        "NAME" => found => found.Name,
        _ => _ => null,
    };
}

/// <summary>Completes data sets.</summary>
public class DataSetCompleter : ObjectCompleter
{
    private protected override string Plural => "dataSets";
}

/// <summary>Completes the data set of rows, which is given in the id scheme of the rows.</summary>
public sealed class RowDataSetCompleter : DataSetCompleter
{
    private protected override string? Scheme(CompletionRequest request) => request["IdScheme"];
}

/// <summary>Completes approval workflows.</summary>
public sealed class ApprovalWorkflowCompleter : ObjectCompleter
{
    private protected override string Plural => "dataApprovalWorkflows";
}

/// <summary>Completes SQL views.</summary>
public sealed class SqlViewCompleter : ObjectCompleter
{
    private protected override string Plural => "sqlViews";
}
