using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Approval;

/// <summary>What may be done about approvals, and how it is seen whether it is done.</summary>
/// <param name="Action">What is done, in words that the data follow: <c>approve</c>.</param>
/// <param name="Path">Where many are sent together.</param>
/// <param name="IsAllowed">Whether the account may do it, by how it stands.</param>
/// <param name="IsNeedless">Whether it is done already, which is no error.</param>
/// <param name="IsDone">Whether it was done, by how it stood before and how it stands.</param>
internal sealed record DataApprovalChange(
    string Action, Func<Dialect, string> Path, Func<DataApproval, bool> IsAllowed, Func<DataApproval, bool> IsNeedless, Func<DataApproval, DataApproval, bool> IsDone)
{
    private const string Approvals = "dataApprovals";
    private const string Acceptances = "dataAcceptances";

    /// <summary>Approves.</summary>
    public static DataApprovalChange Approve { get; } =
        new("approve", _ => $"{Approvals}/approvals", before => before.MayApprove, before => before.IsApproved, (_, after) => after.IsApproved);

    /// <summary>Takes an approval back.</summary>
    public static DataApprovalChange Unapprove { get; } = new(
        "take back the approval of", _ => $"{Approvals}/unapprovals", before => before.MayUnapprove, _ => false, (before, after) => !after.IsApproved || after.Level != before.Level);

    /// <summary>Accepts an approval of the level below.</summary>
    public static DataApprovalChange Accept { get; } = new(
        "accept the approval of", dialect => $"{AcceptancePath(dialect)}/acceptances", before => before.MayAccept, before => before.IsAccepted, (_, after) => after.IsAccepted);

    /// <summary>Takes an acceptance back.</summary>
    public static DataApprovalChange Unaccept { get; } = new(
        "take back the acceptance of", dialect => $"{AcceptancePath(dialect)}/unacceptances", before => before.MayUnaccept, _ => false, (_, after) => !after.IsAccepted);

    private static string AcceptancePath(Dialect dialect) => dialect.AcceptsUnderApprovals ? $"{Approvals}/{Acceptances}" : Acceptances;
}
