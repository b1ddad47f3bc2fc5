using System.Runtime.CompilerServices;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>Reads data values from <c>/api/dataValueSets</c> as they arrive.</summary>
public static class DataValueReader
{
    // A range that covers every period, for servers that want one: the years of four digits.
    private static readonly DateTime s_firstDay = new(1000, 1, 1);
    private static readonly DateTime s_lastDay = new(9999, 12, 31);

    /// <summary>
    /// Reads values with one request, in batches of at most <paramref name="batchSize"/>; a batch ends early where the next bytes are yet to come.
    /// <paramref name="zone"/> gives the server's time zone, where a time names none; without it such a time is taken for UTC.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(
        Dhis2Caller caller, DataValueQuery query, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken, Func<CancellationToken, Task<TimeZoneInfo>>? zone = null)
    {
        query = Checked(query, caller.Session.Dialect);
        var request = Request(query);
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        var envelope = new DataValueEnvelope();
        using var reader = new JsonBatchReader<DataValue>(body, envelope, request.Display);
        long read = 0;
        while (true)
        {
            List<DataValue>? batch;
            try
            {
                batch = await reader.ReadBatchAsync(batchSize, cancellationToken).ConfigureAwait(false);
            }
            catch (Dhis2ClientException e)
            {
                throw WireErrors.Incomplete(e, read, "values");
            }
            if (batch is null)
                break;
            read += batch.Count;
            if (envelope.HasTimesWithoutZone)
                envelope.SetZone(zone is null ? TimeZoneInfo.Utc : await zone(cancellationToken).ConfigureAwait(false));
            yield return batch;
        }
        // An error under HTTP 200: an empty set of values holds neither a status ERROR nor a message.
        if (!reader.SawItems && (envelope.Refusal.Status == "ERROR" || envelope.Refusal.Message is not null))
        {
            throw new Dhis2ApiException($"{request.Display}: {envelope.Refusal}", response.StatusCode, envelope.Refusal, "Correct what the message names and try again.")
            {
                Request = request.Display,
            };
        }
        if (reader.IsEmpty)
            throw Nothing(request.Display);
    }

    /// <summary>The error of an answer without a byte: 2.40 to 2.42 answer 200 and nothing when an org unit lies outside the account's hierarchy.</summary>
    internal static Dhis2ApiException Nothing(string request) =>
        new($"{request}: the server answered with nothing: an org unit lies outside the account's hierarchy.", 200, null, "Ask for org units the account may see.") { Request = request };

    internal static Dhis2Request Request(DataValueQuery query)
    {
        var request = new Dhis2Request("dataValueSets.json");
        query.AddTo(request.Query);
        return request;
    }

    // The server answers most of these with errors of its own; the checks here name the parameter to change.
    internal static DataValueQuery Checked(DataValueQuery query, Dialect dialect)
    {
        ReservedParameters.OfExport.Check(query.Extra);
        if (query.DataSets.Count + query.DataElementGroups.Count + query.DataElements.Count == 0)
            throw new Dhis2InputException("No data set, data element group or data element is given.", "Give at least one, such as -DataSet.");
        var hasDates = query.StartDate is not null || query.EndDate is not null;
        if (query.Periods.Count == 0 && !hasDates && query.LastUpdated is null && query.LastUpdatedDuration is null)
            throw new Dhis2InputException("No period is given.", "Give -Period, or -StartDate and -EndDate, or -LastUpdated.");
        if (hasDates && (query.StartDate is null || query.EndDate is null || query.StartDate > query.EndDate))
            throw new Dhis2InputException("A start date needs an end date, and must not lie after it.", "Give both -StartDate and -EndDate in order.");
        // 2.40 to 2.42 pass over one of the two without a word.
        if (query.Periods.Count > 0 && hasDates)
            throw new Dhis2InputException("Periods and dates say two different things.", "Give -Period, or -StartDate and -EndDate.") { Item = "-StartDate" };
        if (query.LastUpdated is not null && query.LastUpdatedDuration is not null)
            throw new Dhis2InputException("A time of the last change and a duration say two different things.", "Give -LastUpdated or -LastUpdatedDuration.") { Item = "-LastUpdatedDuration" };
        if (query.OrgUnits.Count + query.OrgUnitGroups.Count == 0)
            throw new Dhis2InputException("No org unit is given.", "Give -OrgUnit (with -Children for all below it) or -OrgUnitGroup.");
        var hasPeriods = query.Periods.Count > 0 || hasDates;
        return hasPeriods || !dialect.NeedsPeriodsBesideChangeTime ? query : query with { StartDate = s_firstDay, EndDate = s_lastDay };
    }
}
