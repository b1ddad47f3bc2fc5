namespace Dhis2;

/// <summary>The states of approval (server: <c>DataApprovalState</c>).</summary>
internal static class DataApprovalStates
{
    public const string Unapprovable = "UNAPPROVABLE";
    public const string Accepted = "ACCEPTED_HERE";

    /// <summary>Whether all of the data is approved.</summary>
    public static bool IsApproved(string state) => state is "APPROVED_ABOVE" or "APPROVED_HERE" or Accepted;

    /// <summary>What a state means and allows.</summary>
    public static string Describe(string state) => state switch
    {
        Unapprovable => "approval does not apply here: the workflow has no level for this org unit, or not for this period or attribute option combo",
        "UNAPPROVED_ABOVE" => "not approved; it is to be approved at an org unit above",
        "UNAPPROVED_WAITING" => "not approved; org units below have to approve first",
        "UNAPPROVED_READY" => "not approved, and ready to be approved here",
        "APPROVED_ABOVE" => "approved at an org unit above, where alone that can be taken back",
        "APPROVED_HERE" => "approved here",
        Accepted => "approved here, and accepted by the level above",
        _ => $"in a state that this module does not know ({state})",
    };
}
