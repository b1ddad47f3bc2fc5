using System.Globalization;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Approval;

/// <summary>Reads how far data is approved: many selections in few requests.</summary>
/// <param name="caller">Who asks.</param>
public sealed class DataApprovalReader(Dhis2Caller caller)
{
    private const string Path = "dataApprovals";
    private const int MostUnits = 50;

    // The workflow of each data set that was looked up; null where it has none, or there is no such data set.
    private readonly Dictionary<string, string?> _workflows = new(StringComparer.Ordinal);

    /// <summary>Reads the approval of each selection, in their order. A fault is that of its selection, and leaves the others alone.</summary>
    /// <param name="selections">What is asked about.</param>
    /// <param name="withPeople">Also who approved and accepted, and when: one request for each.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ClientException">The server cannot be reached, or the session is over.</exception>
    public async Task<IReadOnlyList<DataApprovalResult>> ReadAsync(IReadOnlyList<DataApprovalSelection> selections, bool withPeople, CancellationToken cancellationToken)
    {
        await LearnWorkflowsAsync(selections, cancellationToken).ConfigureAwait(false);
        var results = new Dictionary<DataApprovalSelection, DataApprovalResult>();
        var asked = selections.Distinct().Where(selection => !Refuse(selection, results)).ToList();
        if (!withPeople)
        {
            // Those of one workflow and option combo whose org units are the same ones are asked for together, whatever their periods.
            foreach (var periods in asked.GroupBy(s => (Workflow: WorkflowOf(s)!, s.Period, s.AttributeOptionCombo)).GroupBy(g => (g.Key.Workflow, g.Key.AttributeOptionCombo, Units: string.Join(",", g.Select(s => s.OrgUnit)))))
                await ReadManyAsync([.. periods.SelectMany(group => group)], results, cancellationToken).ConfigureAwait(false);
        }
        // What the server left out, it says when it is asked for that alone: a period that it never met, or of another type.
        foreach (var selection in asked.Where(selection => !results.ContainsKey(selection)))
            results[selection] = await ReadOneAsync(selection, cancellationToken).ConfigureAwait(false);
        return [.. selections.Select(selection => results[selection])];
    }

    private string? WorkflowOf(DataApprovalSelection selection) => selection.Workflow ?? (selection.DataSet is { } set && _workflows.TryGetValue(set, out var workflow) ? workflow : null);

    private bool Refuse(DataApprovalSelection selection, Dictionary<DataApprovalSelection, DataApprovalResult> results)
    {
        var wrong = (string?[])[selection.DataSet ?? selection.Workflow, selection.OrgUnit, selection.AttributeOptionCombo ?? selection.OrgUnit];
        Dhis2Exception? fault = null;
        if (Array.Find(wrong, uid => !Uid.IsValid(uid)) is { } noUid)
            fault = new Dhis2InputException($"'{noUid}' cannot be a uid: a uid is a letter and ten letters or digits.", "Give the uids of a data set or workflow, an org unit and an attribute option combo.");
        else if (WorkflowOf(selection) is null)
            fault = new Dhis2ApiException($"The data set {selection.DataSet} does not exist, or has no approval workflow.", 409, null, "Give a data set that is in a workflow, or the workflow itself: -Workflow.");
        if (fault is null)
            return false;
        results[selection] = new DataApprovalResult(selection, null, fault);
        return true;
    }

    private async Task LearnWorkflowsAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken)
    {
        var unknown = selections.Select(s => s.Workflow is null ? s.DataSet : null).OfType<string>().Where(set => Uid.IsValid(set) && !_workflows.ContainsKey(set)).Distinct().ToList();
        Dhis2Request Request(IReadOnlyList<string> sets) => new("dataSets") { Query = { { "fields", "id,workflow[id]" }, { "filter", $"id:in:[{string.Join(",", sets)}]" }, { "paging", false } } };
        foreach (var some in UrlLimit.CutList(caller, unknown, 100, Request))
        {
            var answer = await caller.ReadJsonAsync(Request(some), cancellationToken).ConfigureAwait(false);
            foreach (var set in answer.Items("dataSets").Where(set => set.Text("id") is not null))
                _workflows[set.Text("id")!] = set.Child("workflow")?.Text("id");
        }
    }

    // All of one workflow and option combo, each period with the same org units. One bad thing fails the whole request: then in halves.
    private async Task ReadManyAsync(List<DataApprovalSelection> selections, Dictionary<DataApprovalSelection, DataApprovalResult> results, CancellationToken cancellationToken)
    {
        var units = selections.Select(s => s.OrgUnit).Distinct().ToList();
        if (units.Count > MostUnits)
        {
            await ReadHalvesAsync(selections, units, results, cancellationToken).ConfigureAwait(false);
            return;
        }
        try
        {
            var answer = await caller.ReadAsync(ManyRequest(selections, units), cancellationToken).ConfigureAwait(false);
            Keep(JsonText.Parse(answer, "GET /api/dataApprovals/multiple"), selections, results);
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException && units.Count > 1)
        {
            await ReadHalvesAsync(selections, units, results, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException)
        {
            // Each is asked for alone, and told in the server's words.
        }
    }

    private async Task ReadHalvesAsync(List<DataApprovalSelection> selections, List<string> units, Dictionary<DataApprovalSelection, DataApprovalResult> results, CancellationToken cancellationToken)
    {
        var first = new HashSet<string>(units.Take(units.Count / 2), StringComparer.Ordinal);
        await ReadManyAsync([.. selections.Where(s => first.Contains(s.OrgUnit))], results, cancellationToken).ConfigureAwait(false);
        await ReadManyAsync([.. selections.Where(s => !first.Contains(s.OrgUnit))], results, cancellationToken).ConfigureAwait(false);
    }

    private Dhis2Request ManyRequest(List<DataApprovalSelection> selections, List<string> units)
    {
        var request = new Dhis2Request($"{Path}/multiple");
        request.Query.Add("wf", WorkflowOf(selections[0])).AddEach("pe", selections.Select(s => s.Period).Distinct()).AddEach("ou", units).Add("aoc", selections[0].AttributeOptionCombo);
        return request;
    }

    private void Keep(JsonElement answer, List<DataApprovalSelection> selections, Dictionary<DataApprovalSelection, DataApprovalResult> results)
    {
        if (answer.ValueKind != JsonValueKind.Array)
            return;
        var rows = answer.EnumerateArray().Where(row => row.Text("state") is not null).ToLookup(row => (row.Text("pe"), row.Text("ou")));
        foreach (var selection in selections)
        {
            foreach (var row in rows[(selection.Period, selection.OrgUnit)].Take(1))
                results[selection] = new DataApprovalResult(selection, Make(selection, row, row.Child("permissions") ?? row), null);
        }
    }

    private async Task<DataApprovalResult> ReadOneAsync(DataApprovalSelection selection, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(Path) { Query = { { "wf", WorkflowOf(selection) }, { "pe", selection.Period }, { "ou", selection.OrgUnit }, { "aoc", selection.AttributeOptionCombo } } };
        try
        {
            var answer = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return answer is { ValueKind: JsonValueKind.Object } json && json.Text("state") is not null
                ? new DataApprovalResult(selection, Make(selection, json, json), null)
                : throw JsonErrors.Invalid(request.Display, null, "it has no state");
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException)
        {
            return new DataApprovalResult(selection, null, e);
        }
    }

    private DataApproval Make(DataApprovalSelection selection, JsonElement row, JsonElement permissions) => new()
    {
        DataSet = selection.DataSet,
        Workflow = WorkflowOf(selection),
        Period = selection.Period,
        OrgUnit = selection.OrgUnit,
        AttributeOptionCombo = row.Text("aoc") ?? selection.AttributeOptionCombo,
        State = row.Text("state") ?? DataApprovalStates.Unapprovable,
        Level = row.Text("level"),
        MayApprove = permissions.Flag("mayApprove"),
        MayUnapprove = permissions.Flag("mayUnapprove"),
        MayAccept = permissions.Flag("mayAccept"),
        MayUnaccept = permissions.Flag("mayUnaccept"),
        MayReadData = permissions.Flag("mayReadData"),
        ApprovedBy = permissions.Text("approvedBy"),
        ApprovedAt = Time(permissions.Text("approvedAt")),
        AcceptedBy = permissions.Text("acceptedBy"),
        AcceptedAt = Time(permissions.Text("acceptedAt")),
    };

    private static DateTime? Time(string? text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
