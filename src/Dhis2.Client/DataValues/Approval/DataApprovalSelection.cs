namespace Dhis2.Client.DataValues.Approval;

/// <summary>The data that is approved together, by uid.</summary>
/// <param name="DataSet">The data set, whose workflow is meant; null where <paramref name="Workflow"/> is given.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Period">The period, of the workflow's type.</param>
/// <param name="OrgUnit">The org unit.</param>
/// <param name="AttributeOptionCombo">The attribute option combo; null means the default one.</param>
public sealed record DataApprovalSelection(string? DataSet, string? Workflow, string Period, string OrgUnit, string? AttributeOptionCombo)
{
    /// <inheritdoc/>
    public override string ToString() => $"{DataSet ?? Workflow} {Period} {OrgUnit}{(AttributeOptionCombo is null ? "" : " " + AttributeOptionCombo)}";
}

/// <summary>What came of a selection: its approval, or the fault.</summary>
/// <param name="Selection">The selection.</param>
/// <param name="Approval">How far it is approved; null where that could not be read or done.</param>
/// <param name="Fault">Why not.</param>
public sealed record DataApprovalResult(DataApprovalSelection Selection, DataApproval? Approval, Dhis2Exception? Fault);
