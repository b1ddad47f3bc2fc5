namespace Dhis2.Client.Metadata.Import;

/// <summary>How metadata are imported. Whatever is left at its default is not sent, so that the server's own default counts.</summary>
public sealed record MetadataImportOptions
{
    /// <summary>Only asks the server what it would do (<c>importMode=VALIDATE</c>), and stores nothing.</summary>
    public bool Validate { get; init; }

    /// <summary>What identifies objects.</summary>
    public MetadataIdentifier Identifier { get; init; }

    /// <summary>What may be done.</summary>
    public MetadataImportStrategy Strategy { get; init; }

    /// <summary>What becomes of the other objects where some are refused.</summary>
    public MetadataAtomicMode AtomicMode { get; init; }

    /// <summary>When the server writes to its database.</summary>
    public MetadataFlushMode FlushMode { get; init; }

    /// <summary>What the server's report holds.</summary>
    public MetadataReportMode ReportMode { get; init; }

    /// <summary>Leaves the sharing of objects as it is.</summary>
    public bool SkipSharing { get; init; }

    /// <summary>Leaves the translations of objects as they are.</summary>
    public bool SkipTranslation { get; init; }

    /// <summary>Does not check objects before they are stored: what is wrong with them shows in the database's own words.</summary>
    public bool SkipValidation { get; init; }

    /// <summary>Objects a request, of one type; null sends all in one.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Has the server make the category option combos of the category combos that were imported: an import itself makes none.</summary>
    public bool UpdateOptionCombos { get; init; }

    /// <summary>Clears the server's caches and tries once more where a fresh server refuses data sets for want of them.</summary>
    public bool ClearCache { get; init; }

    /// <summary>Whether rows refer to each other, or stand or fall together, so that no request is cut.</summary>
    internal bool KeepsWhole => AtomicMode == MetadataAtomicMode.All;

    /// <summary>Adds the parameters of the request.</summary>
    internal void AddTo(Http.QueryParameters query)
    {
        query.Add("importMode", Validate ? "VALIDATE" : null)
            .Add("identifier", Identifier == default ? null : Word(Identifier))
            .Add("importStrategy", Strategy switch
            {
                MetadataImportStrategy.Create => "CREATE",
                MetadataImportStrategy.Update => "UPDATE",
                MetadataImportStrategy.Delete => "DELETE",
                _ => null,
            })
            .Add("atomicMode", AtomicMode == default ? null : Word(AtomicMode))
            .Add("flushMode", FlushMode == default ? null : Word(FlushMode))
            .Add("importReportMode", ReportMode == default ? null : Word(ReportMode))
            .Add("skipSharing", SkipSharing ? true : null)
            .Add("skipTranslation", SkipTranslation ? true : null)
            .Add("skipValidation", SkipValidation ? true : null);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToUpperInvariant();
}

/// <summary>What identifies the objects of a metadata import, and those they refer to (server: <c>PreheatIdentifier</c>).</summary>
public enum MetadataIdentifier
{
    /// <summary>Their uids.</summary>
    Uid,

    /// <summary>Their codes.</summary>
    Code,

    /// <summary>Their uids, or else their codes.</summary>
    Auto,
}

/// <summary>What a metadata import may do to objects (server: <c>ImportStrategy</c>).</summary>
public enum MetadataImportStrategy
{
    /// <summary>Makes new objects and replaces those that are there.</summary>
    CreateAndUpdate,

    /// <summary>Makes new objects; one that is there is refused.</summary>
    Create,

    /// <summary>Replaces objects; one that is not there is refused.</summary>
    Update,

    /// <summary>Deletes objects.</summary>
    Delete,
}

/// <summary>What becomes of the other objects of a metadata import where some are refused (server: <c>AtomicMode</c>).</summary>
public enum MetadataAtomicMode
{
    /// <summary>All are stored or none is.</summary>
    All,

    /// <summary>The others are stored.</summary>
    None,
}

/// <summary>When a metadata import writes to the database (server: <c>FlushMode</c>).</summary>
public enum MetadataFlushMode
{
    /// <summary>When the server finds fit.</summary>
    Auto,

    /// <summary>After each object: slower, and an error of the database is found where it is.</summary>
#pragma warning disable CA1720 // The server's word.
    Object,
#pragma warning restore CA1720
}

/// <summary>What the server's report of a metadata import holds (server: <c>ImportReportMode</c>).</summary>
public enum MetadataReportMode
{
    /// <summary>The objects with errors.</summary>
    Errors,

    /// <summary>All objects.</summary>
    Full,
}
