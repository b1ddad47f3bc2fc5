using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Import;

/// <summary>What an answer means for the objects of its request.</summary>
/// <param name="Verdict">For the engine.</param>
internal sealed record MetadataJudgement(Verdict Verdict)
{
    /// <summary>What the server found wrong, by the position of the object.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<MetadataFault>> Faults { get; init; } = new Dictionary<int, IReadOnlyList<MetadataFault>>();

    /// <summary>Objects that are stored although the server names them: a reference that is not there was left out of them.</summary>
    public IReadOnlyList<int> StoredWithFaults { get; init; } = [];

    /// <summary>Objects that were rejected because others were, or because the whole request was.</summary>
    public IReadOnlyCollection<int> Consequences { get; init; } = [];

    /// <summary>Faults of objects that are not among those of the request.</summary>
    public IReadOnlyList<MetadataFault> Strangers { get; init; } = [];

    /// <summary>Objects that may be stored in part or not at all: the store tells.</summary>
    public IReadOnlyList<int> Doubtful { get; init; } = [];
}
