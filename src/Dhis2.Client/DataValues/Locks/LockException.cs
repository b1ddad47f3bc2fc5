namespace Dhis2;

/// <summary>That a locked data set is open again for a period and an org unit (server: <c>LockException</c>).</summary>
#pragma warning disable CA1711 // The server's word, and that of the cmdlets.
public sealed class LockException
#pragma warning restore CA1711
{
    /// <summary>Its number at the server; null on 2.40, which does not tell it, and of one that was just made. No request needs it.</summary>
    public string? Id { get; init; }

    /// <summary>Names of the data set and the org unit, and the period, as the server writes them.</summary>
    public string? Name { get; init; }

    /// <summary>Uid of the data set.</summary>
    public string? DataSet { get; init; }

    /// <summary>The period, such as <c>202401</c>.</summary>
    public string? Period { get; init; }

    /// <summary>Uid of the org unit; null where it stands for all of a data set and period.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>When it was made, by the server's clock and in the server's time zone; null on 2.40.</summary>
    public DateTime? Created { get; init; }

    /// <inheritdoc/>
    public override string ToString() => OrgUnit is null ? $"{DataSet} {Period}" : $"{DataSet} {Period} {OrgUnit}";
}
