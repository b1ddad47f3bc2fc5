using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dhis2.Client.Csv;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues;

/// <summary>
/// Writes data values as a file that an import of any version takes: each row whole, and nothing beside the rows but the data set that all of them are of and
/// the id schemes they are written by.
/// </summary>
internal abstract class DataValueWriter : IDisposable
{
    /// <summary>Writes rows.</summary>
    public abstract Task WriteAsync(IReadOnlyList<DataValue> values, CancellationToken cancellationToken);

    /// <summary>Writes what stands behind the rows; without it the file is not whole.</summary>
    public abstract Task EndAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}

/// <summary>JSON, streamed.</summary>
/// <param name="output">Where it goes; it stays open.</param>
/// <param name="query">What was asked for.</param>
/// <param name="followUp">The name of the mark in what the server imports: <c>followup</c> up to 2.42, <c>followUp</c> later.</param>
internal sealed class JsonDataValueWriter(Stream output, DataValueQuery query, string followUp) : DataValueWriter
{
    private const int FlushAt = 32 * 1024;

    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private bool _hasBegun;

    public override async Task WriteAsync(IReadOnlyList<DataValue> values, CancellationToken cancellationToken)
    {
        Begin(values.Count > 0 ? values[0].DataSet : null);
        foreach (var value in values)
        {
            Write(value);
            if (_json.BytesPending > FlushAt)
                await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        Begin(null);
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose() => _json.Dispose();

    private void Begin(string? dataSet)
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        _json.WriteStartObject();
        WriteText("dataSet", query.OnlyDataSet(dataSet));
        var schemes = new QueryParameters();
        query.Schemes.AddTo(schemes);
        foreach (var (name, scheme) in schemes)
            _json.WriteString(name, scheme);
        _json.WriteStartArray("dataValues");
    }

    private void Write(DataValue value)
    {
        _json.WriteStartObject();
        WriteText("dataElement", value.DataElement);
        WriteText("period", value.Period);
        WriteText("orgUnit", value.OrgUnit);
        WriteText("categoryOptionCombo", value.CategoryOptionCombo);
        WriteText("attributeOptionCombo", value.AttributeOptionCombo);
        WriteText("value", value.Value);
        WriteText("storedBy", value.StoredBy);
        WriteText("created", Time(value.Created));
        WriteText("lastUpdated", Time(value.LastUpdated));
        WriteText("comment", value.Comment);
        if (value.FollowUp)
            _json.WriteBoolean(followUp, true);
        if (value.Deleted)
            _json.WriteBoolean("deleted", true);
        _json.WriteEndObject();
    }

    private void WriteText(string name, string? text)
    {
        if (text is not null)
            _json.WriteString(name, text);
    }
}

/// <summary>CSV with the server's columns, and one for the data set.</summary>
/// <param name="csv">Writes records.</param>
/// <param name="query">What was asked for.</param>
internal sealed class CsvDataValueWriter(ICsvWriter csv, DataValueQuery query) : DataValueWriter
{
    private static readonly string[] s_columns =
        ["dataelement", "period", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "value", "storedby", "lastupdated", "comment", "followup", "deleted", "dataset"];

    private bool _hasBegun;

    public override async Task WriteAsync(IReadOnlyList<DataValue> values, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        foreach (var v in values)
        {
            string?[] fields =
            [
                v.DataElement, v.Period, v.OrgUnit, v.CategoryOptionCombo, v.AttributeOptionCombo, v.Value, v.StoredBy, Time(v.LastUpdated), v.Comment,
                v.FollowUp ? "true" : null, v.Deleted ? "true" : null, query.OnlyDataSet(v.DataSet),
            ];
            await csv.WriteRecordAsync(fields, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose() => csv.Dispose();

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
            await csv.WriteRecordAsync(s_columns, cancellationToken).ConfigureAwait(false);
        _hasBegun = true;
    }
}
