using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

// Files that say how they are to be imported.
public sealed partial class DataValueImporter
{
    private static readonly Regex s_decimalComma = new("^-?[0-9]+,[0-9]+$", RegexOptions.CultureInvariant);

    /// <summary>Whether a file of ADX is among those read.</summary>
    public bool ReadsAdx => _lanes.Keys.Any(options => options.IsAdx);

    // The lane of options, kept for the files that say the same.
    private ImportLane LaneOf(ImportOptions options)
    {
        if (_lanes.TryGetValue(options, out var lane))
            return lane;
        lane = new ImportLane(_caller, options, _ledger, isOwnTrial: options.DryRun && _lanes.Count > 0 && !_main.Options.DryRun);
        lane.Engine.Percent = () => Percent?.Invoke();
        if (_end is not null)
            lane.Engine.EndBy(_end);
        return _lanes[options] = lane;
    }

    // What ends one lane ends the import.
    private void EndBy(Exception reason)
    {
        _end ??= reason;
        foreach (var lane in _lanes.Values)
            lane.Engine.EndBy(reason);
    }

    // Sends what the lane at hand has gathered, and waits for its end.
    private async Task SendAllAsync(Action<ServerTask>? started, CancellationToken cancellationToken)
    {
        if (_end is not null)
            return;
        if (started is null)
        {
            await _lane.Engine.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        await StartTasksAsync(cancellationToken, started).ConfigureAwait(false);
        await AwaitTasksAsync(0, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddOwnAsync(DataValueFile file, DataValueSetTerms terms, Action<ServerTask>? started, Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var (entered, leftOut) = (_ledger.Entered, _ledger.LeftOut);
        _completedByFile = terms.CompleteDate is null ? null : new CompletionPlace(Place(terms));
        string? reason = "the file was not read to its end, or the import had ended.";
        ExceptionDispatchInfo? fault = null;
        try
        {
            try
            {
                await AddAllAsync(file.ReadAsync(CancellationToken.None), cancellationToken, send).ConfigureAwait(false);
            }
            catch (Dhis2InputException e)
            {
                // The rows before it go out all the same.
                fault = ExceptionDispatchInfo.Capture(e);
            }
            await SendAllAsync(started, cancellationToken).ConfigureAwait(false);
            if (_end is null && fault is null)
                reason = WhyIncomplete(_ledger.Entered - entered, _ledger.LeftOut - leftOut);
        }
        catch (Dhis2Exception e)
        {
            EndBy(e);
            throw;
        }
        finally
        {
            // Of a task, its own report says that it was a trial.
            if (_end is null && started is null)
                TellTrial(file, _ledger.Entered - entered);
            if (file.Notice is { } notice)
                Tell(file.Path, notice);
            if (terms.CompleteDate is not null && reason is not null)
                TellIncomplete(file.Path, terms, reason);
        }
        if (terms.CompleteDate is not null && reason is null)
            await CompleteSetAsync(file.Path, terms, cancellationToken).ConfigureAwait(false);
        fault?.Throw();
    }

    // Why rows do not complete their data set; null where they do.
    private string? WhyIncomplete(long rows, long leftOut)
    {
        if (_lane.Options.DryRun)
            return "its rows were only tried.";
        if (_main.Options.Partition is { } share)
            return $"only the share {share} of its rows was imported here.";
        return leftOut == 0 ? null : string.Format(CultureInfo.InvariantCulture, "{0:N0} of its {1:N0} rows did not go in, or what became of them is not known.", leftOut, rows);
    }

    private void TellTrial(DataValueFile file, long rows)
    {
        if (_lane.TakeTried() is not { } tried)
            return;
        Tell(file.Path, string.Format(
            CultureInfo.InvariantCulture,
            "The file says dryRun: its {0:N0} rows were tried and none of them is stored. Those that would have gone in ({1:N0} new, {2:N0} updated, {3:N0} deleted, {4:N0} without a change) are counted as skipped.",
            rows, tried.Imported, tried.Updated, tried.Deleted, tried.Unchanged + tried.Skipped));
    }

    // Registers the completion that the parameters ask for, once all rows of all files are in.
    private async Task CompleteAllAsync(string date, CancellationToken cancellationToken)
    {
        var terms = new DataValueSetTerms { CompleteDate = date };
        // Of an import that is over, the files are not read again: its journal has the counts of all rows.
        var (rows, leftOut) = _journal is { IsFinished: true } ? (_ledger.Counts.Total, _ledger.Counts.Rejected) : (_ledger.Entered, _ledger.LeftOut);
        if ((IsIncomplete ? "part of the input could not be read." : WhyIncomplete(rows, leftOut)) is { } reason)
            TellIncomplete(null, terms, reason);
        else
            await CompleteSetAsync(null, terms, cancellationToken).ConfigureAwait(false);
    }

    private void TellIncomplete(string? path, DataValueSetTerms terms, string reason)
    {
        var message = $"The data set was not marked as complete, as {(path is null ? "-CompleteDate" : "the file")} asks for: {reason}";
        _completions.Add(new ImportedCompletion(path, Place(terms), Date(terms)) { Message = message });
        Tell(path, message);
    }

    private void Tell(string? path, string message) => _ledger.Warn(new DataValueImportProblem { Outcome = ImportOutcome.Warning, File = path, Message = message });

    private async Task CompleteSetAsync(string? path, DataValueSetTerms terms, CancellationToken cancellationToken)
    {
        var (place, date) = (Place(terms), Date(terms));
        var missing = place.DataSet is null ? "data set" : place.Period is null ? "period" : place.OrgUnit is null ? "org unit" : null;
        if (missing is not null)
        {
            TellIncomplete(path, terms, $"neither the file nor a parameter names a {missing} for all rows.");
            return;
        }
        string? refusal;
        Dhis2Exception? fault = null;
        try
        {
            refusal = await CompletionRegistration.SendAsync(_caller, place, date, _lane.Options.Schemes, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            (refusal, fault) = (e.Message, e);
        }
        var error = refusal is null ? null : new Dhis2ClientException(
            $"{(path is null ? "" : $"{path}: ")}the data set {place.DataSet} was not marked as complete for {place.Period} and {place.OrgUnit}, though its rows are in: {refusal}",
            "Look at the reason; then import the rows again, which does no harm.", fault)
        { Item = path ?? place.DataSet };
        _completions.Add(new ImportedCompletion(path, place, date)
        {
            IsRegistered = refusal is null,
            Message = refusal is null ? "The data set is marked as complete." : $"The server refused to mark the data set as complete: {refusal}",
            Error = error,
        });
        if (refusal is null && _ledger.Entered > 0 && (path is null ? _completed : _completedByFile) is { IsMet: false })
            Tell(path, $"The data set {place.DataSet} is marked as complete for {place.Period} and {place.OrgUnit}, and none of the rows is of that period and org unit.");
    }

    // As it would be handed down to a row of the file.
    private DataValue Place(DataValueSetTerms terms) => new()
    {
        DataSet = terms.DataSet ?? _lane.Options.DataSet,
        Period = terms.Period ?? _lane.Options.Period,
        OrgUnit = terms.OrgUnit ?? _lane.Options.OrgUnit,
        AttributeOptionCombo = terms.AttributeOptionCombo ?? _lane.Options.AttributeOptionCombo,
    };

    private static string? Date(DataValueSetTerms terms) => terms.CompleteDate == "true" ? null : terms.CompleteDate;

    // What a person has to know who corrects the row, perhaps in another file than that it came from.
    private static string Hint(ImportRow row, ImportOutcome outcome, string? code)
    {
        if (outcome is not (ImportOutcome.Rejected or ImportOutcome.NotSent or ImportOutcome.Unknown))
            return "";
        // Refused by the server, that is: whether a data element takes texts, it knows.
        var hint = outcome == ImportOutcome.Rejected && code is not null && row.Value.Value is { } value ? Spelling(value) : "";
        // 2.43 does not find the attribute option combo of categories but by its uid.
        if (code == "E8110" && row.Adx?.Group.Categories is not null)
            hint += " (An option combo without a code is found by its uid: -CategoryOptionComboIdScheme UID.)";
        return row.Terms?.Parameters is not { } parameters ? hint : $"{hint} (The row's file says how it is imported; from another file, import it with {parameters}.)";
    }

    private static string Spelling(string value) => s_decimalComma.IsMatch(value) ? " (Decimals are written with a point.)"
        : value.Length > 0 && (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[value.Length - 1])) ? " (Blanks stand around the value.)" : "";
}
