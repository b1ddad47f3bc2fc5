using System.Management.Automation;
using Dhis2.Client.Metadata.Translations;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads what objects are called in other languages.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Translation", SupportsPaging = true)]
[OutputType(typeof(Translation))]
public sealed class GetDhis2TranslationCommand : ObjectPartsCmdlet<Translation>
{
    private TranslationStore _store = null!;
    private HashSet<string>? _properties;
    private HashSet<string>? _locales;

    /// <summary>Only these properties: <c>NAME</c>, <c>SHORT_NAME</c> or, as objects have it, <c>shortName</c>. Example: <c>-Property NAME</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>Only these languages: <c>fr</c>, <c>pt_BR</c> or <c>pt-BR</c>. Example: <c>-Locale fr</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Locale { get; set; }

    /// <inheritdoc/>
    protected override void Start()
    {
        _store = new TranslationStore(Caller);
        _properties = Property is null ? null : [.. Property.Select(Plain)];
        _locales = Locale is null ? null : [.. Locale.Select(TranslationChange.LocaleOf)];
    }

    // What servers hold under a word that they pass over, such as name, is found by it as well.
    /// <inheritdoc/>
    protected override bool IsWanted(Translation item) => _properties?.Contains(Plain(item.Property)) != false && _locales?.Contains(item.Locale) != false;

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Page<Translation>> ReadAsync(MetadataType type, IReadOnlyList<string>? ids, Action<string>? onMissing, CancellationToken cancellationToken) =>
        _store.ReadAsync(type, ids, onMissing, cancellationToken);

    private static string Plain(string property) => property.Trim().Replace("_", "").ToUpperInvariant();
}
