using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Registers that a data set is complete for a period and org unit (server: <c>CompleteDataSetRegistrationController</c>).</summary>
internal static class CompletionRegistration
{
    /// <summary>Registers it.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="place">Data set, period, org unit and attribute option combo.</param>
    /// <param name="date">The day; null for today.</param>
    /// <param name="schemes">What identifies them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why the server refused it; null when it is registered.</returns>
    public static async Task<string?> SendAsync(Dhis2Caller caller, DataValue place, string? date, IdSchemes schemes, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(caller, place, date, schemes, cancellationToken).ConfigureAwait(false);
        // 2.43 fails where it has to make the period first, and has made it by then.
        if (!IsRegistered(answer) && answer.Conflicts.Count == 0)
            answer = await PostAsync(caller, place, date, schemes, cancellationToken).ConfigureAwait(false);
        if (IsRegistered(answer))
            return null;
        return answer.Conflicts.Count > 0 ? string.Join(" ", answer.Conflicts.Select(c => c.Message)) : answer.Message ?? $"HTTP {answer.HttpStatus}";
    }

    // The server says SUCCESS to what it ignores, too.
    private static bool IsRegistered(ImportAnswer answer) => answer.HttpStatus is >= 200 and < 300 && answer.Imported + answer.Updated == 1 && answer.Ignored == 0;

    private static async Task<ImportAnswer> PostAsync(Dhis2Caller caller, DataValue place, string? date, IdSchemes schemes, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request("completeDataSetRegistrations", HttpMethod.Post)
        {
            Body = new RequestBody("application/json", (stream, token) => WriteAsync(stream, place, date, token)),
            AcceptsStatus = status => status == 409,
        };
        request.Query.Add("idScheme", IdSchemes.Text(schemes.All)).Add("dataSetIdScheme", IdSchemes.Text(schemes.DataSet))
            .Add("orgUnitIdScheme", IdSchemes.Text(schemes.OrgUnit)).Add("attributeOptionComboIdScheme", IdSchemes.Text(schemes.CategoryOptionCombo));
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return ImportAnswer.Read(response.StatusCode, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async Task WriteAsync(Stream stream, DataValue place, string? date, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("completeDataSetRegistrations");
            writer.WriteStartObject();
            writer.WriteString("dataSet", place.DataSet);
            writer.WriteString("period", place.Period);
            writer.WriteString("organisationUnit", place.OrgUnit);
            if (place.AttributeOptionCombo is not null)
                writer.WriteString("attributeOptionCombo", place.AttributeOptionCombo);
            if (date is not null)
                writer.WriteString("date", date);
            writer.WriteBoolean("completed", true);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
