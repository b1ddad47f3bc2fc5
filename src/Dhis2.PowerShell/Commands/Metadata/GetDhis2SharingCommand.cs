using System.Management.Automation;
using Dhis2.Client.Metadata.Sharing;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads who may see and change objects.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2Sharing", SupportsPaging = true)]
[OutputType(typeof(Sharing))]
public sealed class GetDhis2SharingCommand : ObjectPartsCmdlet<Sharing>
{
    private SharingStore _store = null!;

    /// <inheritdoc/>
    protected override void Start() => _store = new SharingStore(Caller);

    /// <inheritdoc/>
    protected override void Check(MetadataType type) => Await(token => _store.CheckAsync(type, token));

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Page<Sharing>> ReadAsync(MetadataType type, IReadOnlyList<string>? ids, Action<string>? onMissing, CancellationToken cancellationToken) =>
        _store.ReadAsync(type, ids, onMissing, cancellationToken);
}
