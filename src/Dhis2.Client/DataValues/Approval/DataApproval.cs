namespace Dhis2;

/// <summary>How far data is approved, and what the session's user may do about it (server: <c>DataApprovalStatus</c>, <c>DataApprovalPermissions</c>).</summary>
public sealed class DataApproval
{
    /// <summary>Uid of the data set that was asked about; null where a workflow was.</summary>
    public string? DataSet { get; init; }

    /// <summary>Uid of the approval workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>Period.</summary>
    public string? Period { get; init; }

    /// <summary>Uid of the org unit.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Uid of the attribute option combo; null means the default one.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>The server's word: <c>UNAPPROVED_READY</c>, <c>APPROVED_HERE</c> and so on.</summary>
    public string State { get; init; } = DataApprovalStates.Unapprovable;

    /// <summary>The same in words.</summary>
    public string Meaning => DataApprovalStates.Describe(State);

    /// <summary>Whether all of the data is approved, here or above.</summary>
    public bool IsApproved => DataApprovalStates.IsApproved(State);

    /// <summary>Whether the approval is accepted by the level above.</summary>
    public bool IsAccepted => State == DataApprovalStates.Accepted;

    /// <summary>Uid of the approval level that it is approved at.</summary>
    public string? Level { get; init; }

    /// <summary>Whether the user may approve.</summary>
    public bool MayApprove { get; init; }

    /// <summary>Whether the user may take the approval back.</summary>
    public bool MayUnapprove { get; init; }

    /// <summary>Whether the user may accept an approval of a lower level.</summary>
    public bool MayAccept { get; init; }

    /// <summary>Whether the user may take the acceptance back.</summary>
    public bool MayUnaccept { get; init; }

    /// <summary>Whether the user may read the data.</summary>
    public bool MayReadData { get; init; }

    /// <summary>Who approved it; only where that was asked for.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was approved, by the server's clock and in the server's time zone; only where that was asked for.</summary>
    public DateTime? ApprovedAt { get; init; }

    /// <summary>Who accepted it; only where that was asked for and the user may know.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>When it was last changed, by the server's clock; only where that was asked for.</summary>
    public DateTime? AcceptedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{DataSet ?? Workflow} {Period} {OrgUnit}: {State}";
}
