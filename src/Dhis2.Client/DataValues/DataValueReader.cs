using System.Runtime.CompilerServices;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>Reads data values from <c>/api/dataValueSets</c> as they arrive.</summary>
public static class DataValueReader
{
    /// <summary>
    /// Reads values with one request, in batches of at most <paramref name="batchSize"/>; a batch ends early where the next bytes are yet to come.
    /// <paramref name="zone"/> gives the server's time zone, where a time names none; without it such a time is taken for UTC.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(
        Dhis2Caller caller, DataValueQuery query, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken, Func<CancellationToken, Task<TimeZoneInfo>>? zone = null)
    {
        Check(query);
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
        // A refusal under a status of success; an empty set of values has no words.
        if (!reader.SawItems && (envelope.Refusal.Status == "ERROR" || envelope.Refusal.Message is not null))
        {
            throw new Dhis2ApiException($"{request.Display}: {envelope.Refusal}", response.StatusCode, envelope.Refusal, "Correct what the message names and try again.")
            {
                Request = request.Display,
            };
        }
        // 2.40 to 2.42 answer 200 and nothing when an org unit lies outside the account's hierarchy.
        if (reader.IsEmpty)
            throw new Dhis2ApiException($"{request.Display}: the server answered with nothing: an org unit lies outside the account's hierarchy.", 200, null, "Ask for org units the account may see.") { Request = request.Display };
    }

    internal static Dhis2Request Request(DataValueQuery query)
    {
        var request = new Dhis2Request("dataValueSets.json");
        query.AddTo(request.Query);
        return request;
    }

    // A server would answer most of these with an error of its own, and unknown ids beside known ones with silence.
    internal static void Check(DataValueQuery query)
    {
        ReservedParameters.OfExport.Check(query.Extra);
        if (query.DataSets.Count + query.DataElementGroups.Count + query.DataElements.Count == 0)
            throw new Dhis2InputException("No data set, data element group or data element is given.", "Give at least one, such as -DataSet.");
        var hasDates = query.StartDate is not null || query.EndDate is not null;
        if (query.Periods.Count == 0 && !hasDates && query.LastUpdated is null && query.LastUpdatedDuration is null)
            throw new Dhis2InputException("No period is given.", "Give -Period, or -StartDate and -EndDate, or -LastUpdated.");
        if (hasDates && (query.StartDate is null || query.EndDate is null || query.StartDate > query.EndDate))
            throw new Dhis2InputException("A start date needs an end date, and must not lie after it.", "Give both -StartDate and -EndDate in order.");
        if (query.OrgUnits.Count + query.OrgUnitGroups.Count == 0)
            throw new Dhis2InputException("No org unit is given.", "Give -OrgUnit (with -Children for all below it) or -OrgUnitGroup.");
    }
}
