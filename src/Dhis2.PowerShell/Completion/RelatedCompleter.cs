namespace Dhis2.PowerShell.Completion;

/// <summary>Completes objects of the type that a parameter is named after: <c>-DataSet</c>, <c>-OrgUnit</c>; <c>-Group</c> and <c>-GroupSet</c> go by what the cmdlet reads.</summary>
public sealed class RelatedCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) =>
        MetadataType.Known.FirstOrDefault(type => type.Singular.Equals(TypeOf(request), StringComparison.OrdinalIgnoreCase)) is { } known ? ObjectCompleter.Ids(request, known) : [];

    private static string TypeOf(CompletionRequest request) => request.Parameter switch
    {
        "OrgUnit" or "Parent" => "organisationUnit",
        "Role" => "userRole",
        "Group" => $"{request.Type?.Singular}Group",
        "GroupSet" => $"{request.Type?.Singular}Set",
        var name => name,
    };
}

/// <summary>Completes objects of the type that a cmdlet reads.</summary>
public sealed class ListedObjectCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request) => request.Type is { } type ? ObjectCompleter.Ids(request, type) : [];
}
