using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Approval;

/// <summary>
/// Approves data and takes approvals back. The server does all of a request or nothing and does not say which selection stood in the way: so what may be done is
/// read first, and whether it was done is read afterwards.
/// </summary>
/// <param name="caller">Who asks.</param>
public sealed class DataApprovalWriter(Dhis2Caller caller)
{
    private readonly DataApprovalReader _reader = new(caller);

    /// <summary>Approves each selection. One that is approved already is left as it is.</summary>
    /// <param name="selections">What is to be approved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each afterwards, in their order, or why it is not approved.</returns>
    public Task<IReadOnlyList<DataApprovalResult>> ApproveAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) => ChangeAsync(
        selections, "approvals", before => before.MayApprove, before => before.IsApproved, (_, after) => after.IsApproved, "approve", cancellationToken);

    /// <summary>Takes the approval of each selection back.</summary>
    /// <param name="selections">What is to be approved no longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each afterwards, in their order, or why it is approved still.</returns>
    public Task<IReadOnlyList<DataApprovalResult>> UndoAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) => ChangeAsync(
        selections, "unapprovals", before => before.MayUnapprove, _ => false, (before, after) => !after.IsApproved || after.Level != before.Level, "take back the approval of", cancellationToken);

    private async Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(
        IReadOnlyList<DataApprovalSelection> selections,
        string path,
        Func<DataApproval, bool> isAllowed,
        Func<DataApproval, bool> isDone,
        Func<DataApproval, DataApproval, bool> isChanged,
        string action,
        CancellationToken cancellationToken)
    {
        var before = await _reader.ReadAsync([.. selections.Distinct()], withPeople: false, cancellationToken).ConfigureAwait(false);
        var results = before.ToDictionary(result => result.Selection);
        var allowed = before.Where(result => result.Approval is { } approval && isAllowed(approval)).ToList();
        foreach (var result in before.Where(result => result.Approval is { } approval && !isAllowed(approval) && !isDone(approval)))
            results[result.Selection] = new DataApprovalResult(result.Selection, null, NotAllowed(result.Approval!, action));
        var faults = new Dictionary<DataApprovalSelection, Dhis2Exception>();
        foreach (var group in allowed.GroupBy(result => (result.Approval!.Workflow, result.Selection.Period)))
            await SendAsync(path, [.. group.Select(result => result.Approval!)], [.. group.Select(result => result.Selection)], faults, cancellationToken).ConfigureAwait(false);
        // Whatever the answers were, what counts is how it stands.
        if (allowed.Count > 0)
        {
            var after = await _reader.ReadAsync([.. allowed.Select(result => result.Selection)], withPeople: false, cancellationToken).ConfigureAwait(false);
            foreach (var (was, now) in allowed.Zip(after, (was, now) => (was, now)))
                results[was.Selection] = now.Approval is { } approval && !isChanged(was.Approval!, approval) ? now with { Approval = null, Fault = NotDone(approval, action, faults.TryGetValue(was.Selection, out var fault) ? fault : null) } : now;
        }
        return [.. selections.Select(selection => results[selection])];
    }

    // A request that the server refuses is sent again for each selection alone, so that one does not take the others along.
    private async Task SendAsync(string path, List<DataApproval> approvals, List<DataApprovalSelection> selections, Dictionary<DataApprovalSelection, Dhis2Exception> faults, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request($"dataApprovals/{path}", HttpMethod.Post) { Body = RequestBody.Of(Body(approvals), "application/json") };
        try
        {
            await caller.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException && approvals.Count > 1)
        {
            for (var i = 0; i < approvals.Count; i++)
                await SendAsync(path, [approvals[i]], [selections[i]], faults, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e) when (e is Dhis2ApiException and not Dhis2AuthenticationException or Dhis2TimeoutException or Dhis2ConnectionException { NeverSent: false })
        {
            foreach (var selection in selections)
                faults[selection] = e;
        }
    }

    private static byte[] Body(List<DataApproval> approvals) => JsonBytes.OfObject(writer =>
    {
        writer.WriteStartArray("wf");
        writer.WriteStringValue(approvals[0].Workflow);
        writer.WriteEndArray();
        writer.WriteStartArray("pe");
        writer.WriteStringValue(approvals[0].Period);
        writer.WriteEndArray();
        writer.WriteStartArray("approvals");
        foreach (var approval in approvals)
        {
            writer.WriteStartObject();
            writer.WriteString("ou", approval.OrgUnit);
            if (approval.AttributeOptionCombo is not null)
                writer.WriteString("aoc", approval.AttributeOptionCombo);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    private static Dhis2InputException NotAllowed(DataApproval approval, string action) => new(
        $"This account cannot {action} the data {Name(approval)}: it is {approval.Meaning} ({approval.State}).",
        "See what its state allows with Get-Dhis2DataApproval; where the state allows it, the account lacks the authority or the approval level.")
    { ErrorId = "NotAllowed" };

    private static Dhis2InputException NotDone(DataApproval approval, string action, Dhis2Exception? fault) => new(
        $"The server did not {action} the data {Name(approval)}, which is {approval.Meaning} ({approval.State}){(fault is null ? ", though it answered that it did." : $": {fault.Message}")}",
        "See its state with Get-Dhis2DataApproval, and try again.",
        fault)
    { ErrorId = "NotDone" };

    private static string Name(DataApproval approval) => $"of {approval.DataSet ?? approval.Workflow}, {approval.Period}, {approval.OrgUnit}";
}
