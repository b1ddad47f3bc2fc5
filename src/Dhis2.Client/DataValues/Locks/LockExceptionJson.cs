using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Locks;

/// <summary>Reads lock exceptions off the server's JSON.</summary>
internal static class LockExceptionJson
{
    // From 2.43 on the period is told by its days alone, and the name ends with it: "Routine (North Clinic, 202401)".
    private static readonly Regex s_period = new(@"[ (]([0-9]{4}[A-Za-z0-9-]*)\)$", RegexOptions.CultureInvariant);

    public static LockException Read(JsonElement item)
    {
        var name = item.Text("name");
        return new LockException
        {
            // Combinations have none, and say 0.
            Id = item.Text("id") is { } id && id != "0" ? id : null,
            Name = name,
            DataSet = item.Child("dataSet")?.Text("id"),
            Period = item.Child("period")?.Text("id") ?? PeriodOf(name),
            OrgUnit = item.Child("organisationUnit")?.Text("id"),
            Created = DateTime.TryParse(item.Text("created"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var created) ? created : null,
        };
    }

    private static string? PeriodOf(string? name) => name is not null && s_period.Match(name) is { Success: true } match ? match.Groups[1].Value : null;
}
