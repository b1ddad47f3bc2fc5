using System.Management.Automation;
using Dhis2.Client.DataValues.Approval;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes selections of what cmdlets of approvals were given: each data set or workflow, period, org unit and attribute option combo with each other.</summary>
internal static class ApprovalSelections
{
    /// <param name="places">Periods and org units.</param>
    /// <param name="ids">The ids that references to objects of a list stand for; those that stand for none are reported.</param>
    /// <param name="dataSets">The data sets that were given.</param>
    /// <param name="workflows">The workflows that were given; data sets win over them, as an object of the pipeline may have both.</param>
    /// <param name="combos">The attribute option combos that were given.</param>
    /// <param name="input">The object of the pipeline.</param>
    public static IEnumerable<DataApprovalSelection> Of(
        IReadOnlyList<(string Period, string OrgUnit)> places,
        Func<Dhis2Reference[], string, IReadOnlyList<string>> ids,
        IReadOnlyList<Dhis2Reference> dataSets,
        Dhis2Reference[] workflows,
        Dhis2Reference[] combos,
        PSObject? input)
    {
        var given = PipedPlace.With(null, workflows, "");
        if (dataSets.Count + given.Count == 0)
            throw new Dhis2InputException("Neither a data set nor a workflow is given.", "Give -DataSet or -Workflow.") { Item = (object?)input ?? "-DataSet" };
        var named = PipedPlace.With(null, combos, "");
        var optionCombos = ids([.. named], "categoryOptionCombos");
        // Each of them has been reported as an error; without one, other data would be meant.
        if (named.Count > 0 && optionCombos.Count == 0)
            return [];
        var isBySet = dataSets.Count > 0;
        var sources = isBySet ? ids([.. PipedPlace.With(null, dataSets, "")], "dataSets") : ids([.. given], "dataApprovalWorkflows");
        return
            from source in sources.Distinct(StringComparer.Ordinal)
            from place in places
            from combo in optionCombos.Cast<string?>().DefaultIfEmpty()
            select new DataApprovalSelection(isBySet ? source : null, isBySet ? null : source, place.Period, place.OrgUnit, combo);
    }
}
