using System.Runtime.CompilerServices;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>
/// Reads completions from <c>/api/completeDataSetRegistrations</c> as they arrive, of any number of org units. A data set or an org unit that does not exist, or that
/// the account may not see, is told and leaves the others alone.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="onRefused">Told the data sets and org units of which nothing can be read, and why. Called on any thread.</param>
public sealed class DataSetCompletionReader(Dhis2Caller caller, Action<string, Dhis2ApiException> onRefused)
{
    private const int BatchSize = 1000;

    // What servers say to a data set alone that does not exist.
    private const string NoDataSet = "E2013";

    /// <summary>Reads the completions of a query.</summary>
    /// <exception cref="Dhis2ApiException">The server refuses the query for another reason than its org units.</exception>
    /// <exception cref="Dhis2InputException">The query is not whole, or too long for an address.</exception>
    public async IAsyncEnumerable<IReadOnlyList<DataSetCompletion>> ReadAsync(DataSetCompletionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        query.Check();
        var wanted = query with { OrgUnits = [.. query.OrgUnits.Distinct(StringComparer.Ordinal)], Periods = [.. query.Periods.Select(DataValueSelection.Period)] };
        if (wanted.DataSets.Count > 1)
            wanted = await KeepKnownSetsAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (wanted.OrgUnits.Count > 0)
            wanted = await KeepKnownAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (wanted.OrgUnits.Count + wanted.OrgUnitGroups.Count == 0 || wanted.DataSets.Count == 0)
            yield break;
        var parts = new Stack<DataSetCompletionQuery>(Enumerable.Reverse(Parts(wanted)));
        long read = 0;
        while (parts.Count > 0 && read < (query.Limit ?? long.MaxValue))
        {
            var part = parts.Pop() with { Limit = query.Limit is { } limit ? (int)(limit - read) : null };
            var batches = ReadPartAsync(part, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var open = batches.ConfigureAwait(false);
            var isOpen = await OpenAsync(batches, part, parts).ConfigureAwait(false);
            while (isOpen)
            {
                read += batches.Current.Count;
                yield return batches.Current;
                isOpen = await batches.MoveNextAsync().ConfigureAwait(false);
            }
        }
    }

    // One request. An answer without the list holds no completions, unless it says why.
    private async IAsyncEnumerable<IReadOnlyList<DataSetCompletion>> ReadPartAsync(DataSetCompletionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = query.ToRequest();
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using var envelope = new CompletionEnvelope();
        using var reader = new JsonBatchReader<DataSetCompletion>(await response.OpenAsync(cancellationToken).ConfigureAwait(false), envelope, request.Display);
        long read = 0;
        while (true)
        {
            List<DataSetCompletion>? batch;
            try
            {
                batch = await reader.ReadBatchAsync(BatchSize, cancellationToken).ConfigureAwait(false);
            }
            catch (Dhis2ClientException e)
            {
                throw WireErrors.Incomplete(e, read, "completions");
            }
            if (batch is null)
                break;
            read += batch.Count;
            yield return batch;
        }
        if (reader.IsEmpty)
            throw JsonErrors.Invalid(request.Display, null, "it is empty");
        if (!reader.SawItems && (envelope.Refusal.Status == "ERROR" || envelope.Refusal.Message is not null))
        {
            throw new Dhis2ApiException($"{request.Display}: {envelope.Refusal}", response.StatusCode, envelope.Refusal, "Correct what the message names and try again.")
            {
                Request = request.Display,
            };
        }
    }

    // The server refuses a request for one org unit out of sight: it is halved until it asks for that org unit alone.
    private async Task<bool> OpenAsync(IAsyncEnumerator<IReadOnlyList<DataSetCompletion>> batches, DataSetCompletionQuery part, Stack<DataSetCompletionQuery> parts)
    {
        try
        {
            return await batches.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e.ErrorCode == NoDataSet && part.DataSets.Count == 1)
        {
            parts.Clear();
            onRefused(part.DataSets[0], KnownIds.Missing("data set", part.DataSets[0]));
            return false;
        }
        catch (Dhis2ApiException e) when (part.OrgUnitGroups.Count == 0 && e.ErrorCode is "E2006" or "E2012")
        {
            if (part.Halves() is var (first, second))
            {
                parts.Push(second);
                parts.Push(first);
            }
            else
            {
                onRefused(part.OrgUnits[0], e);
            }
            return false;
        }
    }

    // The server takes no notice of unknown data sets and org units beside known ones, so they are looked up first.
    private async Task<DataSetCompletionQuery> KeepKnownSetsAsync(DataSetCompletionQuery query, CancellationToken cancellationToken)
    {
        var sets = query.DataSets.Distinct(StringComparer.Ordinal).ToList();
        var unknown = await KnownIds.UnknownAsync(caller, "dataSets", sets, cancellationToken).ConfigureAwait(false);
        foreach (var set in unknown)
            onRefused(set, KnownIds.Missing("data set", set));
        return query with { DataSets = [.. sets.Except(unknown)] };
    }

    private async Task<DataSetCompletionQuery> KeepKnownAsync(DataSetCompletionQuery query, CancellationToken cancellationToken)
    {
        var paths = await OrgUnitPaths.ReadAsync(caller, [.. query.OrgUnits.Where(Uid.IsValid)], cancellationToken).ConfigureAwait(false);
        foreach (var unknown in query.OrgUnits.Where(unit => !paths.ContainsKey(unit)))
            onRefused(unknown, KnownIds.Missing("org unit", unknown));
        var known = query.OrgUnits.Where(paths.ContainsKey);
        // With children, an org unit below another one of the query would be read twice.
        return query with { OrgUnits = query.Children ? OrgUnitPaths.Tops(paths, known) : [.. known] };
    }

    private List<DataSetCompletionQuery> Parts(DataSetCompletionQuery query)
    {
        var parts = UrlLimit.Cut(caller, query, part => part.ToRequest(), part => part.Halves()).ToList();
        return parts.Count == 1 || query.OrgUnitGroups.Count == 0 ? parts : throw new Dhis2InputException(
            "So many org units take several requests, and beside -OrgUnitGroup their completions would come more than once.",
            "Read the org units and the groups with commands of their own.")
        { Item = "-OrgUnit" };
    }
}
