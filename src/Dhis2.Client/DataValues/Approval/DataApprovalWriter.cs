using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Approval;

/// <summary>
/// Approves data, accepts approvals, and takes both back. The server does all of a request or nothing and does not say which selection stood in the way: so what may be done is
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
    public Task<IReadOnlyList<DataApprovalResult>> ApproveAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        ChangeAsync(selections, DataApprovalChange.Approve, cancellationToken);

    /// <summary>Takes the approval of each selection back.</summary>
    /// <param name="selections">What is to be approved no longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each afterwards, in their order, or why it is approved still.</returns>
    public Task<IReadOnlyList<DataApprovalResult>> UndoAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        ChangeAsync(selections, DataApprovalChange.Unapprove, cancellationToken);

    /// <summary>Accepts the approval of each selection, which the level below has given. One that is accepted already is left as it is.</summary>
    /// <param name="selections">What is to be accepted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each afterwards, in their order, or why it is not accepted.</returns>
    public Task<IReadOnlyList<DataApprovalResult>> AcceptAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        ChangeAsync(selections, DataApprovalChange.Accept, cancellationToken);

    /// <summary>Takes the acceptance of each selection back; it stays approved.</summary>
    /// <param name="selections">What is to be accepted no longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The state of each afterwards, in their order, or why it is accepted still.</returns>
    public Task<IReadOnlyList<DataApprovalResult>> UndoAcceptanceAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken) =>
        ChangeAsync(selections, DataApprovalChange.Unaccept, cancellationToken);

    private async Task<IReadOnlyList<DataApprovalResult>> ChangeAsync(IReadOnlyList<DataApprovalSelection> selections, DataApprovalChange change, CancellationToken cancellationToken)
    {
        var before = await _reader.ReadAsync([.. selections.Distinct()], withPeople: false, cancellationToken).ConfigureAwait(false);
        var results = before.ToDictionary(result => result.Selection);
        var allowed = before.Where(result => result.Approval is { } approval && change.IsAllowed(approval)).ToList();
        foreach (var result in before.Where(result => result.Approval is { } approval && !change.IsAllowed(approval) && !change.IsNeedless(approval)))
            results[result.Selection] = new DataApprovalResult(result.Selection, null, NotAllowed(result.Approval!, change));
        var faults = new Dictionary<DataApprovalSelection, Dhis2Exception>();
        foreach (var group in allowed.GroupBy(result => (result.Approval!.Workflow, result.Selection.Period)))
            await SendAsync(change, [.. group], faults, cancellationToken).ConfigureAwait(false);
        // Whatever the answers were, what counts is how it stands.
        if (allowed.Count > 0)
        {
            var after = await ReadAfterAsync(change, allowed, faults, cancellationToken).ConfigureAwait(false);
            foreach (var (was, now) in allowed.Zip(after, (was, now) => (was, now)))
                results[was.Selection] = Outcome(change, was.Approval!, now, faults.TryGetValue(was.Selection, out var fault) ? fault : null);
        }
        return [.. selections.Select(selection => results[selection])];
    }

    // The server may be at work still on a request whose answer was lost.
    private async Task<IReadOnlyList<DataApprovalResult>> ReadAfterAsync(
        DataApprovalChange change, List<DataApprovalResult> before, Dictionary<DataApprovalSelection, Dhis2Exception> faults, CancellationToken cancellationToken)
    {
        IReadOnlyList<DataApprovalSelection> selections = [.. before.Select(result => result.Selection)];
        var after = await TryReadAsync(selections, cancellationToken).ConfigureAwait(false);
        foreach (var (was, now) in before.Zip(after, (was, now) => (was, now)))
        {
            var isOpen = now.Approval is { } approval && !change.IsDone(was.Approval!, approval);
            if (isOpen && faults.TryGetValue(was.Selection, out var fault) && await SentChange.PauseAsync(caller, fault, cancellationToken).ConfigureAwait(false))
                return await TryReadAsync(selections, cancellationToken).ConfigureAwait(false);
        }
        return after;
    }

    // From here on something may have been done, so that no fault may end it without a word about each.
    private async Task<IReadOnlyList<DataApprovalResult>> TryReadAsync(IReadOnlyList<DataApprovalSelection> selections, CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(selections, withPeople: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            return [.. selections.Select(selection => new DataApprovalResult(selection, null, e))];
        }
    }

    private static DataApprovalResult Outcome(DataApprovalChange change, DataApproval was, DataApprovalResult now, Dhis2Exception? fault)
    {
        if (now.Approval is not { } approval)
        {
            Dhis2Exception unread = fault is null || SentChange.MayBeDone(fault)
                ? SentChange.Unknown(fault, now.Fault!, $"the server did {change.Action} the data {Name(was)}", now.Selection)
                : new Dhis2NotDoneException($"The server did not {change.Action} the data {Name(was)}: {fault.Message}", fault.RecommendedAction, fault);
            return now with { Fault = unread };
        }
        return change.IsDone(was, approval) ? now : now with { Approval = null, Fault = NotDone(approval, change, fault) };
    }

    // A request that the server refuses is sent again for each selection alone, so that one does not take the others along. One that may have been carried out is
    // not: taken back twice, an approval of the level below would go, too.
    private async Task SendAsync(DataApprovalChange change, List<DataApprovalResult> group, Dictionary<DataApprovalSelection, Dhis2Exception> faults, CancellationToken cancellationToken)
    {
        var body = RequestBody.Of(Body([.. group.Select(result => result.Approval!)]), "application/json");
        try
        {
            await caller.ReadAsync(new Dhis2Request(change.Path(caller.Session.Dialect), HttpMethod.Post) { Body = body }, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException && !SentChange.MayBeDone(e) && group.Count > 1)
        {
            foreach (var result in group)
                await SendAsync(change, [result], faults, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            foreach (var result in group)
                faults[result.Selection] = e;
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

    private static Dhis2InputException NotAllowed(DataApproval approval, DataApprovalChange change) => new(
        $"This account cannot {change.Action} the data {Name(approval)}: it is {approval.Meaning} ({approval.State}).",
        "See what its state allows with Get-Dhis2DataApproval; where the state allows it, the account lacks the authority or the approval level.")
    { ErrorId = "NotAllowed" };

    private static Dhis2NotDoneException NotDone(DataApproval approval, DataApprovalChange change, Dhis2Exception? fault) => new(
        $"The server did not {change.Action} the data {Name(approval)}, which is {approval.Meaning} ({approval.State}){(fault is null ? ", though it answered that it did." : $": {fault.Message}")}",
        "See its state with Get-Dhis2DataApproval, and try again.",
        fault);

    private static string Name(DataApproval approval) => $"of {approval.DataSet ?? approval.Workflow}, {approval.Period}, {approval.OrgUnit}";
}
