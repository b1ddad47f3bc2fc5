using System.Runtime.CompilerServices;
using Dhis2.Client.Csv;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues;

/// <summary>
/// The empty rows of a data set (<c>/api/dataSets/{uid}/dataValueSet</c>): one for each data element and category option combo, and each org unit and period that
/// is given. Servers write them as JSON alone.
/// </summary>
/// <param name="caller">Who asks.</param>
public sealed class DataValueTemplate(Dhis2Caller caller)
{
    private const int BatchSize = 1000;
    private const int OrgUnitsPerRequest = 50;

    /// <summary>The scheme of data elements: <c>CODE</c>, or null for ids. Servers know no other here.</summary>
    public string? DataElementScheme { get; init; }

    /// <summary>The scheme of org units in the rows: <c>CODE</c>, or null for ids.</summary>
    public string? OrgUnitScheme { get; init; }

    /// <summary>Reads the rows.</summary>
    /// <param name="dataSet">The uid of the data set.</param>
    /// <param name="periods">Periods; none leaves that of the rows empty.</param>
    /// <param name="orgUnits">Uids of org units that exist: the server passes over others. None leaves that of the rows empty.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(
        string dataSet, IReadOnlyList<string> periods, IReadOnlyList<string> orgUnits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var period in periods.Select(DataValueSelection.Period).Distinct(StringComparer.Ordinal).DefaultIfEmpty<string?>(null))
        {
            var groups = orgUnits.Count == 0 ? [orgUnits] : UrlLimit.CutList(caller, orgUnits, OrgUnitsPerRequest, units => Request(dataSet, period, units));
            foreach (var units in groups)
            {
                await foreach (var rows in ReadAsync(Request(dataSet, period, units), dataSet, period, cancellationToken).ConfigureAwait(false))
                    yield return rows;
            }
        }
    }

    /// <summary>Writes the rows into a file, which is there whole or as it was before.</summary>
    /// <param name="dataSet">The uid of the data set.</param>
    /// <param name="periods">Periods; none leaves that of the rows empty.</param>
    /// <param name="orgUnits">Uids of org units that exist. None leaves that of the rows empty.</param>
    /// <param name="file">What the file is: JSON or CSV.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="csv">Makes what writes CSV.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">Rows cannot be written in the format.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public Task SaveAsync(
        string dataSet, IReadOnlyList<string> periods, IReadOnlyList<string> orgUnits, DataValueExportFile file, string path, Func<ICsvFormat> csv, CancellationToken cancellationToken)
    {
        if (!DataValueRowFile.CanBe(file.Format))
        {
            throw new Dhis2InputException($"Servers give templates as JSON alone, and rows are written as JSON or CSV here, not as {file.Format}.", "Choose -Format Json or Csv, or a name that ends in .json or .csv.")
            { Item = path };
        }
        var query = new DataValueQuery { DataSets = [dataSet], Schemes = new IdSchemes { DataElement = DataElementScheme, OrgUnit = OrgUnitScheme } };
        return new DataValueRowFile(caller, file, path, csv) { Name = path }.WriteAsync(query, ReadAsync(dataSet, periods, orgUnits, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<IReadOnlyList<DataValue>> ReadAsync(Dhis2Request request, string dataSet, string? period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using var reader = new JsonBatchReader<DataValue>(await response.OpenAsync(cancellationToken).ConfigureAwait(false), new DataValueEnvelope(), request.Display);
        while (await reader.ReadBatchAsync(BatchSize, cancellationToken).ConfigureAwait(false) is { } rows)
        {
            foreach (var row in rows)
            {
                row.DataSet = dataSet;
                // Empty also where the server has met no data of the period yet.
                row.Period = period;
            }
            yield return rows;
        }
        if (!reader.SawItems)
            throw JsonErrors.Invalid(request.Display, null, "it has no list 'dataValues'");
    }

    private Dhis2Request Request(string dataSet, string? period, IReadOnlyList<string> orgUnits)
    {
        var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "dataSets", dataSet, "dataValueSet"));
        request.Query.Add("period", period).AddEach("orgUnit", orgUnits).Add("dataElementIdScheme", DataElementScheme).Add("orgUnitIdScheme", OrgUnitScheme);
        return request;
    }
}
