using System.Runtime.CompilerServices;
using Dhis2.Client.Grids;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.SqlViews;

/// <summary>
/// Reads the rows of SQL views: all of them (servers page at 50 unless told otherwise), as JSON, the one format that loses nothing.
/// </summary>
public static class SqlViewReader
{
    /// <summary>Reads rows in batches of at most <paramref name="batchSize"/>.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        Dhis2Caller caller, SqlViewQuery query, IRowFactory<T> factory, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SqlViewGuard.Check(query);
        var request = Request(caller.Session.Dialect, query);
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new JsonBatchReader<T>(body, new GridEnvelope<T>(factory), request.Display);
        long read = 0;
        while (await NextAsync(reader, batchSize, read, cancellationToken).ConfigureAwait(false) is { } batch)
        {
            read += batch.Count;
            yield return batch;
        }
        if (!reader.SawItems)
            throw JsonErrors.Invalid(request.Display, null, "it has no rows");
    }

    /// <summary>Creates the database's view or materialized view, so that its rows can be read.</summary>
    public static async Task ExecuteAsync(Dhis2Caller caller, string id, CancellationToken cancellationToken)
    {
        SqlViewGuard.Check(new SqlViewQuery { Id = id });
        await caller.ReadAsync(new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "sqlViews", id, "execute"), HttpMethod.Post), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<T>?> NextAsync<T>(JsonBatchReader<T> reader, int batchSize, long read, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadBatchAsync(batchSize, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ClientException e)
        {
            throw WireErrors.Incomplete(e, read, "rows");
        }
    }

    private static Dhis2Request Request(Dialect dialect, SqlViewQuery query)
    {
        // The path has no suffix: errors of requests with one can be HTML pages without a reason.
        var request = new Dhis2Request(ApiPath.Of(dialect.CutsLastSuffix, "sqlViews", query.Id, "data"));
        request.Query.Add("paging", false);
        foreach (var pair in query.Variables)
            request.Query.Add("var", $"{pair.Key}:{pair.Value}");
        foreach (var pair in query.Criteria)
            request.Query.Add("criteria", $"{pair.Key}:{pair.Value}");
        request.Query.AddEach("filter", query.Filters);
        if (query.Fields.Count > 0)
            request.Query.Add("fields", string.Join(",", query.Fields));
        return request;
    }
}
