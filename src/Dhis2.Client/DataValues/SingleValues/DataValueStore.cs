using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.SingleValues;

/// <summary>Reads, sets and deletes single data values by <c>/api/dataValues</c>, the same on every version (server: <c>DataValueController</c>).</summary>
/// <param name="caller">Who asks.</param>
/// <param name="zone">Gives the server's time zone, where a time names none; without it such a time is taken for UTC.</param>
public sealed class DataValueStore(Dhis2Caller caller, Func<CancellationToken, Task<TimeZoneInfo>>? zone = null)
{
    private const string Values = "dataValues";

    private readonly AttributeCombos _attributes = new(caller);

    /// <summary>Reads the value of a place with all that is stored beside it.</summary>
    /// <exception cref="Dhis2ApiException">There is none (status 404 on every version), or the server refuses the question.</exception>
    public async Task<DataValue> ReadAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        var (value, isWhole) = await FindAsync(cell, cancellationToken).ConfigureAwait(false);
        if (!isWhole)
            caller.Events?.OnWarning($"The server shows of {cell} the value alone: whether it has a comment or a mark is not known.");
        return value;
    }

    // Not whole where the server shows the value alone.
    private async Task<(DataValue Value, bool IsWhole)> FindAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        var value = await ReadValueAsync(cell, cancellationToken).ConfigureAwait(false);
        var usual = await _attributes.DefaultAsync(cancellationToken).ConfigureAwait(false);
        var place = new DataValue
        {
            DataElement = cell.DataElement,
            Period = cell.Period,
            OrgUnit = cell.OrgUnit,
            CategoryOptionCombo = cell.CategoryOptionCombo ?? usual,
            AttributeOptionCombo = await _attributes.IdAsync(cell, cancellationToken).ConfigureAwait(false),
            Value = value,
        };
        return await FindExportedAsync(place, cancellationToken).ConfigureAwait(false) is { } whole ? (whole, true) : (place, false);
    }

    /// <summary>The value of a place alone; null where servers of 2.40 to 2.42 keep a comment without one.</summary>
    /// <exception cref="Dhis2ApiException">There is none (status 404 on every version), or the server refuses the question.</exception>
    public async Task<string?> ReadValueAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(Values, HttpMethod.Get, cell, cancellationToken).ConfigureAwait(false);
        JsonElement? json;
        try
        {
            json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (IsMissing(e))
        {
            throw Missing(cell, e);
        }
        // An array of one text.
        if (json is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 && list[0].ValueKind is JsonValueKind.String or JsonValueKind.Null)
            return list[0].GetString();
        throw JsonErrors.Invalid(request.Display, null, "it is no data value");
    }

    /// <summary>Sets what is given of a value, and leaves the rest of it as it is.</summary>
    /// <returns>Whether a value is stored now: servers of 2.40 to 2.42 drop the zeros of some data elements, which is told as a warning.</returns>
    /// <exception cref="Dhis2InputException">Nothing is to be set, or an empty value; nothing was sent.</exception>
    /// <exception cref="Dhis2ApiException">The server refuses it, or there is no value (404) and none is given.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and the server holds something else.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and what the server holds could not be read.</exception>
    public async Task<bool> WriteAsync(DataValueCell cell, DataValueChange change, CancellationToken cancellationToken)
    {
        change.Check(cell);
        var attribute = await _attributes.OptionsAsync(cell, cancellationToken).ConfigureAwait(false);
        // Without a value, 2.40 to 2.42 store a comment beside nothing, and 2.43 brings a deleted value back to life.
        if (change.Value is null)
            change = change with { Value = FileOf(await ReadValueAsync(cell, cancellationToken).ConfigureAwait(false) ?? throw Missing(cell, null), change) };
        // Up to 2.42 a mark that is posted, true or false, is turned over, and a request that is sent again turns it back.
        var marksApart = caller.Session.Dialect.TogglesFollowUp && change.FollowUp is not null;
        var isPosted = !marksApart || change.Value is not null || change.Comment is not null;
        if (isPosted)
            await PostAsync(cell, attribute, marksApart ? change with { FollowUp = null } : change, cancellationToken).ConfigureAwait(false);
        if (await IsDroppedAsync(cell, change, cancellationToken).ConfigureAwait(false))
            return false;
        if (marksApart)
            await MarkAsync(cell, attribute, change.FollowUp!.Value, isPosted, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Deletes a value, and its comment with it.</summary>
    /// <exception cref="Dhis2ApiException">There is none (status 404 on every version), or the server refuses it.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and the value is there still.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and what the server holds could not be read.</exception>
    public async Task DeleteAsync(DataValueCell cell, string? dataSet, bool overrideLock, CancellationToken cancellationToken)
    {
        // 2.43 says that it deleted where there was nothing, and leaves the trace of a deleted value.
        await ReadValueAsync(cell, cancellationToken).ConfigureAwait(false);
        var request = await RequestAsync(Values, HttpMethod.Delete, cell, cancellationToken).ConfigureAwait(false);
        request.Query.Add("ds", dataSet).Add("force", overrideLock ? true : (bool?)null);
        try
        {
            await SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, $"the data value at {cell} was deleted", cell, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (IsMissing(e))
        {
            // It was there a moment ago: an earlier try of this request has deleted it.
        }
        catch (Dhis2ApiException e) when (NeedsDataSet(e))
        {
            throw SeveralDataSets(e);
        }

        async Task<string?> LookAsync() =>
            await FindValueAsync(cell, cancellationToken).ConfigureAwait(false) is (true, var left) ? $"The server holds the value '{left}' at {cell} still." : null;
    }

    /// <summary>The request for the file that is the value of a place; <c>/api/fileResources</c> gives no files of data values.</summary>
    public async Task<Dhis2Request> FileRequestAsync(DataValueCell cell, CancellationToken cancellationToken) =>
        await RequestAsync(Values + "/files", HttpMethod.Get, cell, cancellationToken, "*/*").ConfigureAwait(false);

    private async Task PostAsync(DataValueCell cell, AttributeOptions? attribute, DataValueChange change, CancellationToken cancellationToken)
    {
        // Sent twice it stores the same twice.
        var request = new Dhis2Request(Values, HttpMethod.Post) { Body = DataValueBody.OfChange(cell, attribute, change), SafeToRepeat = true };
        try
        {
            await SendAsync(request, cell, change, "data value", cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (NeedsDataSet(e))
        {
            throw SeveralDataSets(e);
        }
    }

    private async Task MarkAsync(DataValueCell cell, AttributeOptions? attribute, bool mark, bool isPosted, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(Values + "/followup", HttpMethod.Put) { Body = DataValueBody.OfMark(cell, attribute, mark) };
        try
        {
            await SendAsync(request, cell, new DataValueChange { FollowUp = mark }, "mark of the data value", cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e) when (isPosted)
        {
            throw e.After($"All but the mark is set at {cell}.");
        }
    }

    private Task SendAsync(Dhis2Request request, DataValueCell cell, DataValueChange change, string what, CancellationToken cancellationToken) => SentChange.MakeAsync(
        caller, () => caller.ReadAsync(request, cancellationToken), () => DifferenceAsync(cell, change, cancellationToken), $"the {what} at {cell} was set", cell, cancellationToken);

    // What the server holds in place of what was to be set, as a sentence; null where it holds that.
    private async Task<string?> DifferenceAsync(DataValueCell cell, DataValueChange change, CancellationToken cancellationToken)
    {
        if (await FindValueAsync(cell, cancellationToken).ConfigureAwait(false) is not (true, var value))
            return caller.Session.Dialect.DropsZeros && IsZero(change) ? null : $"There is no value at {cell}.";
        if (change.Value is not null && !await IsSameAsync(cell, change.Value, value, cancellationToken).ConfigureAwait(false))
            return $"The server holds the value '{value}' at {cell}.";
        if (change.Comment is null && change.FollowUp is null)
            return null;
        var (stored, isWhole) = await FindAsync(cell, cancellationToken).ConfigureAwait(false);
        if (!isWhole)
            throw new Dhis2ClientException("the server shows the value alone, without comment and mark.");
        if (change.Comment is { } comment && comment.Trim() != (stored.Comment ?? "").Trim())
            return $"The server holds the comment '{stored.Comment}' at {cell}.";
        return change.FollowUp is { } mark && mark != stored.FollowUp ? $"The value at {cell} is {(mark ? "not " : "")}marked for follow-up." : null;
    }

    private async Task<bool> IsSameAsync(DataValueCell cell, string sent, string? stored, CancellationToken cancellationToken)
    {
        if (sent == stored)
            return true;
        var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "dataElements", cell.DataElement)) { Query = { { "fields", "valueType" } } };
        var element = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return ReadBack.SameValue(sent, stored, element?.Text("valueType"));
    }

    // The value of a place, where there is one.
    private async Task<(bool IsThere, string? Value)> FindValueAsync(DataValueCell cell, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await ReadValueAsync(cell, cancellationToken).ConfigureAwait(false));
        }
        catch (Dhis2ApiException e) when (e.StatusCode == 404)
        {
            return (false, null);
        }
    }

    // Up to 2.42 a file that is not named again is deleted with the comment's change.
    private string? FileOf(string value, DataValueChange change) => change.Comment is not null && caller.Session.Dialect.TogglesFollowUp && Uid.IsValid(value) ? value : null;

    private async Task<bool> IsDroppedAsync(DataValueCell cell, DataValueChange change, CancellationToken cancellationToken)
    {
        if (!caller.Session.Dialect.DropsZeros || !IsZero(change))
            return false;
        try
        {
            if ((await FindValueAsync(cell, cancellationToken).ConfigureAwait(false)).IsThere)
                return false;
        }
        catch (Dhis2Exception e)
        {
            throw SentChange.Unknown(null, e, $"the zero at {cell}, which the server took, is kept", cell);
        }
        caller.Events?.OnWarning($"The server keeps no zeros of this data element (zeroIsSignificant is false): there is no value at {cell} now.");
        return true;
    }

    private static bool IsZero(DataValueChange change) => ZeroRule.IsZero(new DataValue { Value = change.Value });

    private async Task<DataValue?> FindExportedAsync(DataValue place, CancellationToken cancellationToken)
    {
        var query = new DataValueQuery { DataElements = [place.DataElement!], Periods = [place.Period!], OrgUnits = [place.OrgUnit!] };
        await foreach (var batch in DataValueReader.ReadAsync(caller, query, 100, cancellationToken, zone).ConfigureAwait(false))
        {
            foreach (var found in batch.Where(v => v.CategoryOptionCombo == place.CategoryOptionCombo && v.AttributeOptionCombo == place.AttributeOptionCombo))
                return found;
        }
        return null;
    }

    private async Task<Dhis2Request> RequestAsync(string path, HttpMethod method, DataValueCell cell, CancellationToken cancellationToken, string accept = "application/json")
    {
        var attribute = await _attributes.OptionsAsync(cell, cancellationToken).ConfigureAwait(false);
        return new Dhis2Request(path, method)
        {
            Accept = accept,
            Query =
            {
                { "de", cell.DataElement }, { "pe", cell.Period }, { "ou", cell.OrgUnit }, { "co", cell.CategoryOptionCombo },
                { "cc", attribute?.Combo }, { "cp", attribute is null ? null : string.Join(";", attribute.Options) },
            },
        };
    }

    // 404 from 2.43 on. Up to 2.42 it is a conflict among others, with no code to tell it by.
    private static bool IsMissing(Dhis2ApiException e) =>
        e.StatusCode == 404 || (e is { StatusCode: 409, ErrorCode: null } && e.Report?.Message?.EndsWith("does not exist", StringComparison.Ordinal) == true);

    private static Dhis2ApiException Missing(DataValueCell cell, Dhis2ApiException? answer) =>
        new($"There is no value at {cell}.", 404, answer?.Report, "Check data element, period, org unit and option combos; a value is stored with Set-Dhis2DataValue -Value.", answer) { Item = cell };

    private static bool NeedsDataSet(Dhis2ApiException e) => e.ErrorCode == "E8002";

    private static Dhis2ApiException SeveralDataSets(Dhis2ApiException e) => new(e.Message, e.StatusCode, e.Report, "Say with -DataSet which of its data sets is meant.", e) { Request = e.Request };
}
