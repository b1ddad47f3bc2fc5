namespace Dhis2.PowerShell.Completion;

/// <summary>Completes objects of a type by the beginning of their names or ids, and writes what identifies them.</summary>
public abstract class ObjectCompleter : CompleterBase
{
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

    /// <summary>The objects of a type that the server names.</summary>
    internal static IReadOnlyList<FoundObject> Objects(CompletionRequest request, string plural) =>
        request.FromServer(plural, (caller, token) => ObjectNames.ReadAsync(caller, MetadataType.Of(plural), token)) ?? [];

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
